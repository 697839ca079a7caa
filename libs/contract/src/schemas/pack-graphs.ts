import { type Static, Type } from 'typebox';
import { LIMITS } from '../limits.ts';
import { Strict, Timestamp, Uuid } from './common.ts';
import { CompressionLevel } from './packs.ts';

const CID = '^b[a-z2-7]{58}$';

export const PackCidParams = Strict({ cid: Type.String({ pattern: CID }) });
export const ProvenanceQuery = Strict({
  depth: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: LIMITS.provenanceDepth.max,
      default: LIMITS.provenanceDepth.default,
      description: 'How many packs back along supersedesPackId',
    }),
  ),
});
export type ProvenanceQuery = Static<typeof ProvenanceQuery>;

export const PROVENANCE_FORMAT = 'moltnet.provenance-graph/v1';

export const ProvenanceNode = Type.Object(
  {
    id: Type.String({
      description: '`pack:` or `rendered:` and the CID; `entry:`, the id and the CID',
    }),
    kind: Type.Enum(['pack', 'entry', 'rendered']),
    cid: Type.String(),
    packId: Type.Optional(Uuid),
    entryId: Type.Optional(Uuid),
    renderedPackId: Type.Optional(Uuid),
    renderMethod: Type.Optional(Type.String()),
    createdAt: Type.Optional(Timestamp),
  },
  { title: 'ProvenanceNode' },
);
export type ProvenanceNode = Static<typeof ProvenanceNode>;

export const ProvenanceEdge = Type.Object(
  {
    from: Type.String(),
    to: Type.String(),
    kind: Type.Enum(['includes', 'supersedes', 'renders']),
    rank: Type.Optional(Type.Integer()),
    compressionLevel: Type.Optional(CompressionLevel),
  },
  { title: 'ProvenanceEdge' },
);
export type ProvenanceEdge = Static<typeof ProvenanceEdge>;

export const ProvenanceGraph = Type.Object(
  {
    format: Type.Literal(PROVENANCE_FORMAT),
    root: Type.String({ description: 'Node of the pack that was asked about' }),
    depth: Type.Integer(),
    nodes: Type.Array(ProvenanceNode),
    edges: Type.Array(ProvenanceEdge),
    truncated: Type.Boolean({ description: 'There is more than fits into one graph' }),
  },
  { title: 'ProvenanceGraph' },
);
export type ProvenanceGraph = Static<typeof ProvenanceGraph>;

export const PackDiffParams = Strict({ id: Uuid, otherId: Uuid });

const place = {
  entryId: Uuid,
  entryCidSnapshot: Type.String(),
  rank: Type.Integer(),
  compressionLevel: CompressionLevel,
  packedTokens: Type.Integer(),
};
const Place = Type.Object(place);
const version = Type.Object({
  entryCidSnapshot: place.entryCidSnapshot,
  compressionLevel: CompressionLevel,
  packedTokens: place.packedTokens,
});

export const PackDiff = Type.Object(
  {
    added: Type.Array(Place, { description: 'In the other pack and not in this one' }),
    removed: Type.Array(Place, { description: 'In this pack and not in the other one' }),
    reordered: Type.Array(
      Type.Object({ entryId: Uuid, fromRank: Type.Integer(), toRank: Type.Integer() }),
    ),
    changed: Type.Array(Type.Object({ entryId: Uuid, from: version, to: version }), {
      description: 'Other content, or packed at another level',
    }),
    stats: Type.Object({
      added: Type.Integer(),
      removed: Type.Integer(),
      reordered: Type.Integer(),
      changed: Type.Integer(),
      unchanged: Type.Integer(),
      tokensBefore: Type.Integer(),
      tokensAfter: Type.Integer(),
    }),
  },
  { title: 'PackDiff' },
);
export type PackDiff = Static<typeof PackDiff>;
