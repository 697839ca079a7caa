import { type Static, Type } from 'typebox';
import { LIMITS } from '../limits.ts';
import { Creator } from './agents.ts';
import { Nullable, Page, Strict, Text, Timestamp, Uuid, pageQuery } from './common.ts';

const renderedFields = {
  packCid: Type.String({ description: 'Of the rendered pack: the same input has the same' }),
  contentHash: Type.String({ description: 'CIDv1(raw, sha2-256) of the Markdown' }),
  renderMethod: Type.String(),
  totalTokens: Type.Integer(),
};
const keptFields = {
  id: Uuid,
  ...renderedFields,
  pinned: Type.Boolean(),
  expiresAt: Nullable(Timestamp),
  createdAt: Timestamp,
};
const sourceFields = {
  sourcePackId: Uuid,
  sourcePackCid: Type.String(),
  diaryId: Uuid,
};

/** A rendered pack without its Markdown, beside the pack that it is of. */
export const RenderedPackSummary = Type.Object(keptFields, { title: 'RenderedPackSummary' });
export type RenderedPackSummary = Static<typeof RenderedPackSummary>;

export const RenderedPack = Type.Object(
  {
    ...keptFields,
    ...sourceFields,
    renderedMarkdown: Type.Optional(
      Type.String({ description: 'What was rendered; left out of lists' }),
    ),
    creator: Creator,
    revision: Type.Integer(),
    updatedAt: Timestamp,
  },
  { title: 'RenderedPack' },
);
export type RenderedPack = Static<typeof RenderedPack>;
export const RenderedPackPage = Page(RenderedPack);

export const RenderedPackPreview = Type.Object(
  { ...renderedFields, ...sourceFields, renderedMarkdown: Type.String() },
  { title: 'RenderedPackPreview' },
);
export type RenderedPackPreview = Static<typeof RenderedPackPreview>;

export const RenderPackBody = Strict(
  {
    renderMethod: Text({
      minLength: 1,
      maxLength: LIMITS.renderMethod,
      description: '`server:…` renders here, from the kept text; any other brings renderedMarkdown',
    }),
    renderedMarkdown: Type.Optional(Text({ minLength: 1, maxLength: LIMITS.renderedMarkdown })),
    pinned: Type.Optional(Type.Boolean()),
  },
  { title: 'RenderPackBody' },
);
export type RenderPackInput = Static<typeof RenderPackBody>;

export const RenderedPackIdParams = Strict({ id: Uuid });
export const ListRenderedPacksQuery = Strict({ ...pageQuery });
export type ListRenderedPacksQuery = Static<typeof ListRenderedPacksQuery>;
