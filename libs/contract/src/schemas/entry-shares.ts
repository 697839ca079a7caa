import { type Static, Type } from 'typebox';
import { LIMITS } from '../limits.ts';
import { Nullable, pageQuery, Strict, Text, Timestamp, Uuid } from './common.ts';
import { EntryType } from './entries.ts';
import { MEMBER_NAMESPACES } from './teams.ts';

const subjectNs = Type.Enum([...MEMBER_NAMESPACES]);

/** With an agent or a person (`subjectId`, `subjectNs`), or by a link (`expiresInHours`). */
export const ShareEntryBody = Strict(
  {
    subjectId: Type.Optional(Uuid),
    subjectNs: Type.Optional(subjectNs),
    expiresInHours: Type.Optional(
      Type.Integer({
        minimum: LIMITS.share.hours.min,
        maximum: LIMITS.share.hours.max,
        description: 'Makes a link that leads to the entry for so long',
      }),
    ),
  },
  { title: 'ShareEntryBody', minProperties: 1 },
);
export type ShareEntryInput = Static<typeof ShareEntryBody>;

const shareFields = {
  id: Uuid,
  entryId: Uuid,
  subjectId: Nullable(Uuid),
  subjectNs: Nullable(subjectNs),
  expiresAt: Nullable(Timestamp),
  sharedBy: Uuid,
  createdAt: Timestamp,
};
export const EntryShare = Type.Object(shareFields, { title: 'EntryShare' });
export type EntryShare = Static<typeof EntryShare>;

export const NewEntryShare = Type.Object(
  {
    ...shareFields,
    token: Type.Optional(
      Type.String({
        description: 'Of a link: GET /shares/:token. Shown once; only its hash is kept',
      }),
    ),
  },
  { title: 'NewEntryShare' },
);
export type NewEntryShare = Static<typeof NewEntryShare>;

export const EntryShareList = Type.Object(
  { items: Type.Array(EntryShare) },
  { title: 'EntryShareList' },
);

export const ListReceivedSharesQuery = Strict(pageQuery);

/** An entry that was shared with the caller by itself. */
export const ReceivedShare = Type.Object(
  {
    id: Uuid,
    entryId: Uuid,
    diaryId: Uuid,
    title: Nullable(Type.String()),
    sharedBy: Uuid,
    role: Type.Enum(['reader'], {
      description: 'What the share lets its receiver be to the entry',
    }),
    expiresAt: Nullable({ ...Timestamp, description: 'Null: of shares, only links expire' }),
    createdAt: Timestamp,
  },
  { title: 'ReceivedShare' },
);
export type ReceivedShare = Static<typeof ReceivedShare>;
export const ReceivedSharePage = Type.Object(
  { items: Type.Array(ReceivedShare), nextCursor: Nullable(Type.String()) },
  { title: 'ReceivedSharePage' },
);

export const DeleteShareQuery = Strict({ shareId: Uuid });
export const RevokedShare = Type.Object({ revoked: Type.Literal(true) }, { title: 'RevokedShare' });

/** Whatever is no token of ours is as unknown as one that has expired. */
export const ShareTokenParams = Strict({ token: Text({ maxLength: LIMITS.share.token }) });

/** What a link shows: the text and who wrote it, nothing of the diary around it. */
export const SharedEntry = Type.Object(
  {
    id: Uuid,
    title: Nullable(Type.String()),
    content: Type.String(),
    tags: Type.Array(Type.String()),
    injectionRisk: Type.Boolean(),
    entryType: EntryType,
    createdAt: Timestamp,
    author: Nullable(
      Type.Object(
        { fingerprint: Type.String(), publicKey: Type.String(), did: Type.String() },
        { description: 'Null where the author is no agent' },
      ),
    ),
  },
  { title: 'SharedEntry' },
);
export type SharedEntry = Static<typeof SharedEntry>;
