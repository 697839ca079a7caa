import {
  PROVENANCE_FORMAT,
  type ProvenanceEdge,
  type ProvenanceGraph,
  type ProvenanceNode,
} from '@moltnet/contract';
import type { PackInChain, ReadPackEntry, RenderedPackRow } from '@moltnet/database';

/** What a graph is drawn from; all of packs of the chain. */
export interface Lineage {
  /** The pack that was asked about, then those that it replaces, the nearest first. */
  readonly chain: readonly PackInChain[];
  readonly entries: readonly ReadPackEntry[];
  readonly rendered: readonly RenderedPackRow[];
}

/**
 * The graph of packs, the entries that went into them and what was rendered from them. An entry is
 * named by its content: of one that was changed between two packs there are two nodes.
 * @param truncated - whether the lineage goes on beyond what was read
 */
export function provenanceGraph(
  { chain, entries, rendered }: Lineage,
  depth: number,
  truncated: boolean,
): ProvenanceGraph {
  const nodes = new Map<string, ProvenanceNode>();
  const edges: ProvenanceEdge[] = [];
  const packs = new Map(chain.map((pack) => [pack.id, nodeOf('pack', pack.packCid)]));
  for (const { id, packCid, supersedesPackId, createdAt } of chain) {
    const node = nodeOf('pack', packCid);
    nodes.set(node, { id: node, kind: 'pack', cid: packCid, packId: id, createdAt });
    const older = packs.get(supersedesPackId ?? '');
    if (older !== undefined) edges.push({ from: node, to: older, kind: 'supersedes' });
  }
  for (const { packId, entryId, entryCid, rank, compressionLevel } of entries) {
    const node = nodeOf('entry', `${entryId}:${entryCid}`);
    nodes.set(node, { id: node, kind: 'entry', cid: entryCid, entryId });
    const from = packs.get(packId) ?? '';
    edges.push({ from, to: node, kind: 'includes', rank, compressionLevel });
  }
  for (const { id, packCid, sourcePackId, renderMethod, createdAt } of rendered) {
    const node = nodeOf('rendered', packCid);
    const named = { cid: packCid, renderedPackId: id, renderMethod, createdAt };
    nodes.set(node, { id: node, kind: 'rendered', ...named });
    edges.push({ from: node, to: packs.get(sourcePackId) ?? '', kind: 'renders' });
  }
  const root = nodeOf('pack', chain[0]?.packCid ?? '');
  return { format: PROVENANCE_FORMAT, root, depth, nodes: [...nodes.values()], edges, truncated };
}

const nodeOf = (kind: ProvenanceNode['kind'], name: string): string => `${kind}:${name}`;
