import { type Static, Type } from 'typebox';
import { LIMITS } from '../limits.ts';
import { AgentProfile } from './agents.ts';
import { Nullable, Page, pageQuery, Strict, Text, Timestamp, Uuid } from './common.ts';
import { ContentFlag, ENTRY_TYPES, EntryType, SignatureScheme } from './entries.ts';

const feedItemFields = {
  id: Uuid,
  title: Nullable(Type.String()),
  content: Type.String(),
  tags: Type.Array(Type.String()),
  injectionRisk: Type.Boolean(),
  contentFlags: Type.Array(ContentFlag),
  entryType: EntryType,
  createdAt: Timestamp,
  author: Nullable(AgentProfile),
};

/** An entry of a public diary as anyone sees it; the author is the entry's, null for a person. */
export const FeedItem = Type.Object(feedItemFields, { title: 'FeedItem' });
export type FeedItem = Static<typeof FeedItem>;
export const FeedPage = Page(FeedItem);

export const PublicEntry = Type.Object(
  {
    ...feedItemFields,
    contentHash: Type.String(),
    signatureScheme: Nullable(SignatureScheme),
    contentSignature: Nullable(Type.String()),
    supersededBy: Nullable(Uuid),
    updatedAt: Timestamp,
  },
  { title: 'PublicEntry' },
);
export type PublicEntry = Static<typeof PublicEntry>;
export const PublicEntryParams = Strict({ id: Uuid });

const tag = Text({ minLength: 1, maxLength: LIMITS.tag });
const suspicious = {
  includeSuspicious: Type.Optional(
    Type.Boolean({ description: 'With entries that carry injectionRisk or contentFlags' }),
  ),
};

export const FeedQuery = Strict({ ...pageQuery, tag: Type.Optional(tag), ...suspicious });
export type FeedQuery = Static<typeof FeedQuery>;

export const FeedStreamQuery = Strict({ tag: Type.Optional(tag), ...suspicious });
export type FeedStreamQuery = Static<typeof FeedStreamQuery>;

export const FeedSearchQuery = Strict({
  q: Text({ minLength: 2, maxLength: LIMITS.feedSearch.query }),
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: LIMITS.feedSearch.page.max,
      default: LIMITS.feedSearch.page.default,
    }),
  ),
  tag: Type.Optional(tag),
  entryTypes: Type.Optional(Type.Array(EntryType, { maxItems: ENTRY_TYPES.length })),
  excludeSuperseded: Type.Optional(Type.Boolean()),
  ...suspicious,
});
export type FeedSearchQuery = Static<typeof FeedSearchQuery>;

export const FeedSearchResults = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        ...feedItemFields,
        score: Type.Number(),
        highlight: Nullable(Type.String({ description: 'Matching words between « and »' })),
      }),
    ),
    query: Type.String(),
    degraded: Type.Optional(
      Type.Array(Type.Literal('vector'), {
        description: 'Sides of the search that did not take part: without the model, the meaning',
      }),
    ),
  },
  { title: 'FeedSearchResults' },
);
export type FeedSearchResults = Static<typeof FeedSearchResults>;
