import { type ExpandedRelations, LIMITS } from '@moltnet/contract';
import { entryRelationReader, type Source } from '@moltnet/database';
import { reachedView } from './relation-view.ts';

/** The relations of an entry that `expand=relations` adds to it; the caller may read its diary. */
export async function expandRelations(
  source: Source,
  entryId: string,
  depth: number,
): Promise<ExpandedRelations> {
  const { max: limit } = LIMITS.relations.page;
  const found = await entryRelationReader(source).reached({ entryId, depth, limit });
  const items = found.map(reachedView);
  return { requestedDepth: depth, maxDepth: items.at(-1)?.depth ?? 0, items };
}
