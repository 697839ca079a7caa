import { type Static, Type } from 'typebox';
import { LIMITS } from '../limits.ts';
import { Creator } from './agents.ts';
import { Nullable, Page, Strict, Timestamp, Uuid, pageQuery } from './common.ts';
import { RenderedPackSummary } from './rendered-packs.ts';

export const COMPRESSION_LEVELS = ['full', 'summary', 'keywords'] as const;
export const CompressionLevel = Type.Enum([...COMPRESSION_LEVELS]);
export type CompressionLevel = (typeof COMPRESSION_LEVELS)[number];

const PackType = Type.Enum(['custom']);

/** Any JSON object: what the caller wants to remember of how it chose. Part of the pack's CID. */
const PackParams = Type.Unsafe<Record<string, unknown>>({
  type: 'object',
  maxProperties: 100,
  // Said, so that the serializer of answers leaves them in.
  additionalProperties: true,
  description: `Any JSON object of up to ${LIMITS.packParams} characters; part of the CID`,
});

const tokens = (description?: string) =>
  Type.Integer({ minimum: 0, ...(description !== undefined && { description }) });

export const PackedEntry = Type.Object(
  {
    entryId: Uuid,
    entryCidSnapshot: Type.String({ description: 'contentHash of the entry when it was packed' }),
    rank: Type.Integer(),
    compressionLevel: CompressionLevel,
    originalTokens: tokens(),
    packedTokens: tokens(),
    packedText: Type.Optional(
      Type.String({
        description: 'What was packed, as Markdown; with `expand=entries` of one pack',
      }),
    ),
  },
  { title: 'PackedEntry' },
);
export type PackedEntry = Static<typeof PackedEntry>;

export const CompileStats = Type.Object(
  {
    totalTokens: tokens('Of the packed text; never more than the budget'),
    entriesIncluded: Type.Integer(),
    entriesCompressed: Type.Integer(),
    entriesLeftOut: Type.Integer({ description: 'Asked for, and not even their keywords fitted' }),
    compressionRatio: Type.Number({ description: 'totalTokens / tokens of the entries in full' }),
    budgetUtilization: Type.Number({ description: 'totalTokens / budget' }),
    elapsedMs: Type.Integer(),
  },
  { title: 'CompileStats' },
);
export type CompileStats = Static<typeof CompileStats>;

const compiledFields = {
  packCid: Type.String(),
  diaryId: Uuid,
  packType: PackType,
  params: PackParams,
  tokenBudget: Type.Integer(),
  supersedesPackId: Nullable(Uuid),
  pinned: Type.Boolean(),
  compileStats: CompileStats,
};

export const PackPreview = Type.Object(
  { ...compiledFields, entries: Type.Array(PackedEntry) },
  { title: 'PackPreview' },
);
export type PackPreview = Static<typeof PackPreview>;

export const Pack = Type.Object(
  {
    packId: Uuid,
    ...compiledFields,
    entries: Type.Optional(Type.Array(PackedEntry)),
    rendered: Type.Optional(Type.Array(RenderedPackSummary)),
    creator: Creator,
    expiresAt: Nullable(Timestamp),
    revision: Type.Integer(),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  { title: 'Pack' },
);
export type Pack = Static<typeof Pack>;
export const PackPage = Page(Pack);

export const CreatePackBody = Strict(
  {
    packType: PackType,
    params: PackParams,
    entries: Type.Array(
      Strict({
        entryId: Uuid,
        rank: Type.Integer({ minimum: 1, maximum: LIMITS.packRank }),
      }),
      { minItems: 1, maxItems: LIMITS.packEntries },
    ),
    tokenBudget: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.tokenBudget })),
    pinned: Type.Optional(Type.Boolean()),
    supersedesPackId: Type.Optional(Uuid),
    force: Type.Optional(Type.Boolean({ description: 'Packs flagged entries too' })),
  },
  { title: 'CreatePackBody' },
);
export type CreatePackInput = Static<typeof CreatePackBody>;

export const PatchPackBody = Strict(
  {
    pinned: Type.Optional(Type.Boolean()),
    expiresAt: Type.Optional(Timestamp),
  },
  { title: 'PatchPackBody', minProperties: 1 },
);
export type PatchPackInput = Static<typeof PatchPackBody>;

export const PackIdParams = Strict({ id: Uuid });

const expansion = {
  expand: Type.Optional(Type.Enum(['entries'])),
  includeRendered: Type.Optional(Type.Boolean()),
};
export const GetPackQuery = Strict(expansion);
export type GetPackQuery = Static<typeof GetPackQuery>;
export const ListPacksQuery = Strict({
  ...pageQuery,
  ...expansion,
  containsEntry: Type.Optional(Uuid),
});
export type ListPacksQuery = Static<typeof ListPacksQuery>;
