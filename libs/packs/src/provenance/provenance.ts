import type { Principal } from '@moltnet/auth';
import { LIMITS, type ProvenanceGraph, type ProvenanceQuery } from '@moltnet/contract';
import { packChainReader, packReader, renderedPackReader } from '@moltnet/database';
import type { PackDependencies } from '../dependencies.ts';
import { requirePack } from '../packs/require-pack.ts';
import { provenanceGraph } from './graph.ts';

/** What was rendered from one pack, in a graph. */
const MAX_RENDERED = 50;

/**
 * Where a pack comes from: along what it replaces, at most `depth` packs back. At most 11 packs with
 * 500 entries and 50 renders each.
 * @throws Problem 404 where the pack does not exist or may not be read
 */
export async function packProvenance(
  deps: PackDependencies,
  principal: Principal,
  key: { id: string } | { cid: string },
  { depth = LIMITS.provenanceDepth.default }: ProvenanceQuery,
): Promise<ProvenanceGraph> {
  const { id } = await requirePack(deps, principal, 'read', key);
  const chain = await packChainReader(deps.db).back(id, depth);
  const ids = chain.map((pack) => pack.id);
  const [entries, rendered] = await Promise.all([
    packReader(deps.db).entries(ids),
    renderedPackReader(deps.db).newestOf(ids, MAX_RENDERED + 1),
  ]);
  const byPack = Map.groupBy(rendered, ({ sourcePackId }) => sourcePackId);
  const shown = [...byPack.values()].flatMap((rows) => rows.slice(0, MAX_RENDERED));
  const goesOn = chain.length > depth && chain.at(-1)?.supersedesPackId !== null;
  const truncated = goesOn || shown.length < rendered.length;
  return provenanceGraph({ chain, entries, rendered: shown }, depth, truncated);
}
