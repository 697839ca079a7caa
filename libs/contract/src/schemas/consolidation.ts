import { type Static, Type } from 'typebox';
import { LIMITS } from '../limits.ts';
import { Strict, Timestamp, Uuid } from './common.ts';
import { tagFilter } from './entries.ts';

export const ConsolidateBody = Strict(
  {
    entryIds: Type.Optional(
      Type.Array(Uuid, { minItems: 1, maxItems: LIMITS.entriesPerConsolidation }),
    ),
    tags: Type.Optional(tagFilter),
    createdAfter: Type.Optional(Timestamp),
    createdBefore: Type.Optional(Timestamp),
    threshold: Type.Number({
      minimum: 0,
      maximum: 1,
      description: 'Mean cosine similarity from which on entries belong together',
    }),
  },
  { title: 'ConsolidateBody' },
);
export type ConsolidateInput = Static<typeof ConsolidateBody>;

export const SUGGESTED_ACTIONS = ['merge', 'review', 'keep'] as const;
export type SuggestedAction = (typeof SUGGESTED_ACTIONS)[number];

export const EntryCluster = Type.Object(
  {
    representativeId: Uuid,
    entryIds: Type.Array(Uuid, { description: 'The representative among them' }),
    similarity: Type.Number({ description: 'Mean of every two of them; 1 for one alone' }),
    suggestedAction: Type.Enum([...SUGGESTED_ACTIONS]),
  },
  { title: 'EntryCluster' },
);

export const Consolidation = Type.Object(
  {
    clusters: Type.Array(EntryCluster, { description: 'The largest first' }),
    stats: Type.Object({
      entries: Type.Integer({ description: 'How many were looked at' }),
      unembedded: Type.Integer({
        description: 'Of these, without a vector yet: grouped with what has the same text only',
      }),
      missing: Type.Integer({ description: 'Of `entryIds`, not in this diary' }),
      truncated: Type.Boolean({ description: 'There are more than the newest 2,000' }),
      clusters: Type.Integer(),
      merge: Type.Integer({ description: 'Clusters of this action' }),
      review: Type.Integer({ description: 'Clusters of this action' }),
      keep: Type.Integer({ description: 'Clusters of this action' }),
    }),
  },
  { title: 'Consolidation' },
);
export type Consolidation = Static<typeof Consolidation>;
