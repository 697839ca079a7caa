import type { RenderedPackSummary } from '@moltnet/contract';
import { type Source, renderedPackReader } from '@moltnet/database';
import { renderedPackSummary } from './rendered-pack-view.ts';

/** Shown beside a pack: the newest; the rest is in the list of what was rendered from it. */
const MOST = 20;

/** What was rendered from each of these packs, newest first, by pack. */
export async function renderedBeside(
  source: Source,
  packIds: readonly string[],
): Promise<(packId: string) => RenderedPackSummary[]> {
  const rows = await renderedPackReader(source).newestOf(packIds, MOST);
  const byPack = Map.groupBy(rows, ({ sourcePackId }) => sourcePackId);
  return (packId) => (byPack.get(packId) ?? []).map(renderedPackSummary);
}
