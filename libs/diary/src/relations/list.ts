import type { Principal } from '@moltnet/auth';
import { LIMITS, type ListRelationsQuery, type ReachedRelation } from '@moltnet/contract';
import { entryRelationReader, type List } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import { requireEntry } from '../entries/require-entry.ts';
import { decodeRelationCursor, encodeRelationCursor } from './relation-cursor.ts';
import { reachedView } from './relation-view.ts';

/**
 * How an entry stands to others and, up to `depth` steps, those to others again: nearest first, then
 * newest, each relation once. Whatever narrows it holds at every step.
 * @throws Problem 404 where the entry may not be read, 400 for a foreign cursor
 */
export async function listRelations(
  deps: DiaryDependencies,
  principal: Principal,
  entryId: string,
  query: ListRelationsQuery,
): Promise<List<ReachedRelation>> {
  const { limit = LIMITS.relations.page.default, depth = 1, cursor, ...filter } = query;
  const after = decodeRelationCursor(cursor);
  const { entry, access } = await requireEntry(deps, principal, 'read', entryId);
  // Who was shown this entry alone learns of no other.
  if (access === 'share') return { items: [], nextCursor: null };
  const traversal = { ...filter, entryId: entry.id, depth, after, limit: limit + 1 };
  const found = await entryRelationReader(deps.db).reached(traversal);
  const items = found.slice(0, limit);
  const last = found.length > limit ? items.at(-1) : undefined;
  return { items: items.map(reachedView), nextCursor: last ? encodeRelationCursor(last) : null };
}
