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
  const found = await packReader(db).list({ diaryIds: [id], ...selection(query) });
  return listOf(deps, found, query);
}

/**
 * The packs of the diaries of the caller's teams and of those granted to it, newest first, however
 * many diaries those are; one permission check for the diaries of a page.
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
  const found = await packReader(db).listReached({ ...reach, ...selection(query) });
  const diaries = new Map(
    found.items.map(({ diaryId: id, diaryTeamId, diaryVisibility: visibility }) => [
      id,
      { id, teamId: diaryTeamId, visibility },
    ]),
  );
  const readable = await permissions.readable(principal, [...diaries.values()]);
  const ids = new Set(readable.map(({ id }) => id));
  const items = found.items.filter(({ diaryId }) => ids.has(diaryId));
  return listOf(deps, { ...found, items }, query);
}

const selection = ({ limit = LIMITS.page.default, cursor, containsEntry }: ListPacksQuery) => ({
  containsEntry,
  after: decodeCursor(cursor),
  limit,
});

async function listOf(
  { db }: PackDependencies,
  found: Page<PackRecord>,
  { expand, includeRendered }: ListPacksQuery,
): Promise<List<Pack>> {
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
