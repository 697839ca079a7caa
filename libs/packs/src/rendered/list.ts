import type { Principal } from '@moltnet/auth';
import { LIMITS, type ListRenderedPacksQuery, type RenderedPack } from '@moltnet/contract';
import {
  decodeCursor,
  diaryReader,
  type List,
  pageView,
  type RenderedPackList,
  renderedPackReader,
} from '@moltnet/database';
import type { PackDependencies } from '../dependencies.ts';
import { requirePack } from '../packs/require-pack.ts';
import { renderedPackView } from './rendered-pack-view.ts';

/**
 * What was rendered from the packs of a diary, newest first, without the Markdown.
 * @throws Problem 404 where the diary may not be read, 400 for a foreign cursor
 */
export async function listRenderedPacks(
  deps: PackDependencies,
  principal: Principal,
  diaryId: string,
  query: ListRenderedPacksQuery,
): Promise<List<RenderedPack>> {
  const diary = await diaryReader(deps.db).get(diaryId);
  const { id } = await deps.permissions.require(principal, 'read', diary);
  return listOf(deps, { diaryId: id }, query);
}

/**
 * What was rendered from one pack, newest first, without the Markdown.
 * @throws Problem 404 where the pack may not be read, 400 for a foreign cursor
 */
export async function listRenderedPacksOfPack(
  deps: PackDependencies,
  principal: Principal,
  packId: string,
  query: ListRenderedPacksQuery,
): Promise<List<RenderedPack>> {
  const { id } = await requirePack(deps, principal, 'read', { id: packId });
  return listOf(deps, { packId: id }, query);
}

async function listOf(
  { db }: PackDependencies,
  of: RenderedPackList['of'],
  { limit = LIMITS.page.default, cursor }: ListRenderedPacksQuery,
): Promise<List<RenderedPack>> {
  const after = decodeCursor(cursor);
  return pageView(await renderedPackReader(db).list({ of, after, limit }), renderedPackView);
}
