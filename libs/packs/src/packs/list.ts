import type { Principal } from '@moltnet/auth';
import { LIMITS, type ListPacksQuery, type Pack } from '@moltnet/contract';
import {
  decodeCursor,
  diaryReader,
  type List,
  type PackRecord,
  type Page,
  packReader,
  pageView,
} from '@moltnet/database';
import { reachOf } from '@moltnet/diary';
import type { PackDependencies } from '../dependencies.ts';
import { renderedBeside } from '../rendered/beside.ts';
import { packView } from './pack-view.ts';

/** Diaries that a list of all packs looks into at the most: the newest of the caller's. */
const MAX_DIARIES = 500;
/** Entries on one page; a page that would hold more ends earlier. */
const MAX_ENTRIES = 2_000;

/**
 * The packs of one diary, newest first.
 * @throws Problem 404 where the diary may not be read, 400 for a foreign cursor
 */
export async function listDiaryPacks(
  deps: PackDependencies,
  principal: Principal,
  diaryId: string,
  query: ListPacksQuery,
): Promise<List<Pack>> {
  const { db, permissions } = deps;
  const { id } = await permissions.require(principal, 'read', await diaryReader(db).get(diaryId));
  return listOf(deps, [id], query);
}

/**
 * The packs of the diaries of the caller's teams and of those granted to it, newest first.
 * @param query.teamId - narrows the list to one team
 * @throws Problem 400 for a foreign cursor
 */
export async function listPacks(
  deps: PackDependencies,
  principal: Principal,
  { teamId, ...query }: ListPacksQuery & { teamId?: string | undefined },
): Promise<List<Pack>> {
  const { db, permissions } = deps;
  const reach = await reachOf(db, principal, teamId);
  const { items } = await diaryReader(db).list({ ...reach, limit: MAX_DIARIES });
  const readable = await permissions.readable(principal, items);
  const ids = readable.map(({ id }) => id);
  return listOf(deps, ids, query);
}

async function listOf(
  { db }: PackDependencies,
  diaryIds: readonly string[],
  { limit = LIMITS.page.default, cursor, containsEntry, expand, includeRendered }: ListPacksQuery,
): Promise<List<Pack>> {
  const after = decodeCursor(cursor);
  const found = await packReader(db).list({ diaryIds, containsEntry, after, limit });
  const page = expand ? cut(found) : found;
  const ids = page.items.map(({ id }) => id);
  const entries = expand && Map.groupBy(await packReader(db).entries(ids), ({ packId }) => packId);
  const rendered = includeRendered ? await renderedBeside(db, ids) : undefined;
  return pageView(page, (pack) =>
    packView(pack, {
      entries: entries && (entries.get(pack.id) ?? []),
      rendered: rendered?.(pack.id),
    }),
  );
}

/** As much of a page, at least one pack, as holds no more entries than a page may. */
function cut(page: Page<PackRecord>): Page<PackRecord> {
  let entries = 0;
  const end = page.items.findIndex(({ entriesIncluded }, at) => {
    entries += entriesIncluded;
    return at > 0 && entries > MAX_ENTRIES;
  });
  const last = page.items[end - 1];
  if (end === -1 || !last) return page;
  const next = { createdAt: last.createdAt, id: last.id };
  return { items: page.items.slice(0, end), next };
}
