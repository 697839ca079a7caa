import { type Static, Type } from 'typebox';
import { LIMITS } from '../limits.ts';
import { Creator } from './agents.ts';
import { EntryOrigin } from './portability.ts';
import {
  Nullable,
  Page,
  Signature,
  Strict,
  Text,
  Timestamp,
  Uuid,
  legacyPageQuery,
  pageQuery,
} from './common.ts';
import { ExpandedRelations } from './relations.ts';

export const ENTRY_TYPES = ['episodic', 'semantic', 'procedural', 'reflection'] as const;
export const EntryType = Type.Enum([...ENTRY_TYPES]);
export type EntryType = (typeof ENTRY_TYPES)[number];

export const SIGNATURE_SCHEMES = ['v1', 'v2'] as const;
export const SignatureScheme = Type.Enum([...SIGNATURE_SCHEMES]);
export type SignatureScheme = (typeof SIGNATURE_SCHEMES)[number];

export const EMBEDDING_STATUSES = ['ready', 'pending'] as const;
export const EmbeddingStatus = Type.Enum([...EMBEDDING_STATUSES]);
export type EmbeddingStatus = (typeof EMBEDDING_STATUSES)[number];

/** Kinds of secrets and personal data that `CONTENT_SCREEN` looks for. */
export const CONTENT_FLAGS = ['api_key', 'card_number', 'jwt', 'private_key'] as const;
export const ContentFlag = Type.Enum([...CONTENT_FLAGS]);
export type ContentFlag = (typeof CONTENT_FLAGS)[number];

export const entryFields = {
  id: Uuid,
  diaryId: Uuid,
  creator: Creator,
  title: Nullable(Type.String()),
  content: Type.String(),
  tags: Type.Array(Type.String()),
  entryType: EntryType,
  importance: Type.Integer(),
  injectionRisk: Type.Boolean({ description: 'Seems written to instruct the model that reads it' }),
  contentFlags: Type.Array(ContentFlag, {
    description: 'Secrets and card numbers that the content screen found',
  }),
  accessCount: Type.Integer(),
  lastAccessedAt: Nullable(Timestamp),
  contentHash: Type.String(),
  contentSignature: Nullable(Type.String()),
  signatureScheme: Nullable(SignatureScheme),
  supersededBy: Nullable(Uuid),
  embeddingStatus: Type.Optional(EmbeddingStatus),
  revision: Type.Integer(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
};
export const Entry = Type.Object(entryFields, { title: 'Entry' });
export type Entry = Static<typeof Entry>;
export const EntryPage = Page(Entry);

export const ExpandedEntry = Type.Object(
  { ...entryFields, relations: Type.Optional(ExpandedRelations) },
  { title: 'ExpandedEntry' },
);
export type ExpandedEntry = Static<typeof ExpandedEntry>;

const title = Text({ maxLength: LIMITS.title });
const content = Text({ minLength: 1, maxLength: LIMITS.content });
const tag = Text({ minLength: 1, maxLength: LIMITS.tag });
const tags = Type.Array(tag, { maxItems: LIMITS.tags });
const importance = Type.Integer({
  minimum: LIMITS.importance.min,
  maximum: LIMITS.importance.max,
});

/** Signature v2 of API.md: binds diary, author, content hash and time in one call. */
export const SignatureV2 = Strict(
  {
    scheme: Type.Literal('v2'),
    createdAt: Timestamp,
    nonce: Type.String({ pattern: '^[A-Za-z0-9_-]{8,128}$' }),
    prev: Type.Optional(Text({ minLength: 1, maxLength: 128 })),
    value: Signature,
  },
  { title: 'SignatureV2' },
);
export type SignatureV2 = Static<typeof SignatureV2>;

const newEntryFields = {
  content,
  title: Type.Optional(title),
  tags: Type.Optional(tags),
  importance: Type.Optional(importance),
  entryType: Type.Optional(EntryType),
  contentHash: Type.Optional(Type.String({ pattern: '^bafkrei[a-z2-7]{52}$' })),
  signature: Type.Optional(SignatureV2),
};

export const CreateEntryBody = Strict(
  { ...newEntryFields, signingRequestId: Type.Optional(Uuid) },
  { title: 'CreateEntryBody' },
);
export type CreateEntryInput = Static<typeof CreateEntryBody>;

export const NearDuplicate = Type.Object({
  id: Uuid,
  score: Type.Number({ description: 'Cosine similarity, at least 0.95' }),
});
export type NearDuplicate = Static<typeof NearDuplicate>;
export const CreatedEntry = Type.Object(
  {
    ...entryFields,
    similar: Type.Optional(
      Type.Array(NearDuplicate, {
        description: 'Entries of the diary that say the same; where the vector was ready in time',
      }),
    ),
  },
  { title: 'CreatedEntry' },
);
export type CreatedEntry = Static<typeof CreatedEntry>;

/** One of a batch: signed in the one call (v2) or not at all. */
export const BatchEntry = Strict(
  {
    ...newEntryFields,
    supersedes: Type.Optional(
      Type.Array(Uuid, {
        maxItems: LIMITS.superseded.perEntry,
        description: 'Entries of the diary that this one takes the place of',
      }),
    ),
  },
  { title: 'BatchEntry' },
);
export type BatchEntryInput = Static<typeof BatchEntry>;
export const CreateEntriesBody = Strict(
  { entries: Type.Array(BatchEntry, { minItems: 1, maxItems: LIMITS.entriesPerBatch }) },
  { title: 'CreateEntriesBody' },
);
export type CreateEntriesInput = Static<typeof CreateEntriesBody>;
export const EntryBatch = Type.Object(
  { items: Type.Array(Entry, { description: 'In the order in which they were sent' }) },
  { title: 'EntryBatch' },
);
export type EntryBatch = Static<typeof EntryBatch>;

export const PatchEntryBody = Strict(
  {
    content: Type.Optional(content),
    title: Type.Optional(Nullable(title)),
    tags: Type.Optional(tags),
    importance: Type.Optional(importance),
    entryType: Type.Optional(EntryType),
  },
  { title: 'PatchEntryBody', minProperties: 1 },
);
export type PatchEntryInput = Static<typeof PatchEntryBody>;

export const EntryParams = Strict({ id: Uuid });
export const DiaryEntriesParams = Strict({ diaryId: Uuid });

export const tagFilter = Type.Array(tag, { maxItems: LIMITS.tags });
const typeFilter = Type.Array(EntryType, { maxItems: ENTRY_TYPES.length });

export const ListEntriesQuery = Strict({
  ...pageQuery,
  ...legacyPageQuery,
  ids: Type.Optional(Type.Array(Uuid, { maxItems: LIMITS.idsPerList })),
  tags: Type.Optional(tagFilter),
  excludeTags: Type.Optional(tagFilter),
  entryType: Type.Optional(typeFilter),
  createdAfter: Type.Optional(Timestamp),
  createdBefore: Type.Optional(Timestamp),
  excludeSuperseded: Type.Optional(Type.Boolean()),
});
export type ListEntriesQuery = Static<typeof ListEntriesQuery>;

export const DeleteEntriesQuery = Strict({
  ids: Type.Array(Uuid, { minItems: 1, maxItems: LIMITS.idsPerDelete }),
});
export const DeleteEntriesResult = Type.Object(
  {
    deleted: Type.Array(Uuid),
    skipped: Type.Array(
      Type.Object({
        id: Uuid,
        reason: Type.Enum(['not_found', 'forbidden', 'immutable']),
      }),
    ),
  },
  { title: 'DeleteEntriesResult' },
);
export type DeleteEntriesResult = Static<typeof DeleteEntriesResult>;

export const EntryVerification = Type.Object(
  {
    signed: Type.Boolean(),
    hashMatches: Type.Boolean(),
    signatureValid: Type.Boolean(),
    valid: Type.Boolean({ description: 'Signed, hash matches and signature valid' }),
    contentHash: Type.String(),
    agentFingerprint: Nullable(Type.String()),
    scheme: Nullable(SignatureScheme),
    signedAt: Nullable(Timestamp),
    publicKey: Nullable(Type.String()),
    statement: Nullable(
      Type.Object(
        {
          nonce: Type.String(),
          createdAt: Nullable(Type.String()),
          prev: Nullable(Type.String()),
          value: Type.String(),
        },
        { description: 'What a client needs to verify the signature by itself' },
      ),
    ),
    origin: Type.Optional(EntryOrigin),
  },
  { title: 'EntryVerification' },
);
export type EntryVerification = Static<typeof EntryVerification>;

export const TagsQuery = Strict({
  prefix: Type.Optional(Text({ maxLength: LIMITS.tag })),
  minCount: Type.Optional(Type.Integer({ minimum: 1 })),
  entryTypes: Type.Optional(typeFilter),
});
export type TagsQuery = Static<typeof TagsQuery>;
export const TagList = Type.Object(
  {
    tags: Type.Array(Type.Object({ tag: Type.String(), count: Type.Integer() })),
    total: Type.Integer({ description: 'How many tags there are' }),
  },
  { title: 'TagList' },
);
export type TagList = Static<typeof TagList>;

const weight = Type.Number({ minimum: 0, maximum: 1 });

export const SearchBody = Strict(
  {
    query: Type.Optional(Text({ minLength: 1, maxLength: LIMITS.searchQuery })),
    diaryId: Type.Optional({
      ...Uuid,
      description: `Without it, the ${LIMITS.searchedDiaries} newest of those that the caller can read by team or by grant`,
    }),
    tags: Type.Optional(tagFilter),
    excludeTags: Type.Optional(tagFilter),
    entryTypes: Type.Optional(typeFilter),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.searchPage.max })),
    offset: Type.Optional(Type.Integer({ minimum: 0, maximum: LIMITS.offset })),
    cursor: Type.Optional(pageQuery.cursor),
    wRelevance: Type.Optional(weight),
    wRecency: Type.Optional(weight),
    wImportance: Type.Optional(weight),
    excludeSuperseded: Type.Optional(Type.Boolean()),
    createdAfter: Type.Optional(Timestamp),
    createdBefore: Type.Optional(Timestamp),
    explain: Type.Optional(Type.Boolean()),
    maxTokens: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: LIMITS.tokenBudget,
        description:
          'The best entries that fit into a prompt of so many tokens (o200k_base), in one page',
      }),
    ),
  },
  { title: 'SearchBody' },
);
export type SearchInput = Static<typeof SearchBody>;

export const SearchScores = Type.Object({
  vector: Nullable(Type.Number({ description: 'Cosine similarity of the best chunk' })),
  text: Nullable(Type.Number()),
  recency: Type.Number(),
  importance: Type.Number(),
});
export type SearchScores = Static<typeof SearchScores>;

export const SearchResult = Type.Object(
  {
    ...entryFields,
    score: Type.Number(),
    scores: Type.Optional(SearchScores),
    highlight: Nullable(Type.String({ description: 'Matching words between « and »' })),
    tokens: Type.Optional(Type.Integer({ description: 'Of title and content; with maxTokens' })),
  },
  { title: 'SearchResult' },
);
export type SearchResult = Static<typeof SearchResult>;
export const SearchResults = Type.Object(
  {
    results: Type.Array(SearchResult),
    nextCursor: Nullable(Type.String()),
    tokens: Type.Optional(Type.Integer({ description: 'Of all results; with maxTokens' })),
    degraded: Type.Optional(
      Type.Array(Type.Literal('vector'), {
        description: 'Sides of the search that did not take part: without the model, the meaning',
      }),
    ),
  },
  { title: 'SearchResults' },
);
export type SearchResults = Static<typeof SearchResults>;
