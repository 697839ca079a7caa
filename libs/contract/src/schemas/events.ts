import { type Static, Type } from 'typebox';
import { Strict, Timestamp, Uuid } from './common.ts';

/** Server-sent events as the text that they are (HTML Living Standard, "Server-sent events"). */
export const EventStream = Type.String({ description: 'text/event-stream' });

/** Where a stream goes on: the id of the last event that arrived. */
export const StreamHeaders = Type.Object({
  'last-event-id': Type.Optional(Type.String({ pattern: '^\\d{1,15}$' })),
});

export const ENTRY_CHANGES = [
  'entry.created',
  'entry.updated',
  'entry.deleted',
  'entry.superseded',
] as const;
export const RELATION_CHANGES = [
  'relation.created',
  'relation.updated',
  'relation.deleted',
] as const;
export const CHANGE_TYPES = [...ENTRY_CHANGES, ...RELATION_CHANGES] as const;
export const ChangeType = Type.Enum([...CHANGE_TYPES]);
export type ChangeType = (typeof CHANGE_TYPES)[number];

/** What happened, and to what; the text is read where it is kept. */
export const ChangeEvent = Type.Object(
  {
    id: Type.String({ description: 'Grows with each change; send it as Last-Event-ID' }),
    type: ChangeType,
    diaryId: Uuid,
    entryId: Uuid,
    revision: Type.Optional(Type.Integer()),
    supersededBy: Type.Optional(Uuid),
    relationId: Type.Optional(Uuid),
    targetId: Type.Optional(Uuid),
    occurredAt: Timestamp,
  },
  { title: 'ChangeEvent' },
);
export type ChangeEvent = Static<typeof ChangeEvent>;

export const DiaryEventsParams = Strict({ id: Uuid });
