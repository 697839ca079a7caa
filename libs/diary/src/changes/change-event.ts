import type { ChangeEvent } from '@moltnet/contract';
import type { ChangeRecord } from '@moltnet/database';

/** A change as streams and webhooks tell it. */
export function changeEvent(change: ChangeRecord): ChangeEvent {
  const { seq, kind, diaryId, entryId, relationId, relatedId, revision, occurredAt } = change;
  const related = relationId === null ? 'supersededBy' : 'targetId';
  return {
    id: String(seq),
    type: kind,
    diaryId,
    entryId,
    ...(revision !== null && { revision }),
    ...(relationId !== null && { relationId }),
    ...(relatedId !== null && { [related]: relatedId }),
    occurredAt,
  };
}
