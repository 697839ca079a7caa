import type { Relation, ReachedRelation } from '@moltnet/contract';
import type { EntryRelationRecord, ReachedRelation as ReachedRecord } from '@moltnet/database';

/** A relation as API.md, "Relations", shows it. */
export function relationView(record: EntryRelationRecord): Relation {
  const { diaryId: _, ...relation } = record;
  return relation;
}

/** The same with the way to it. */
export function reachedView(record: ReachedRecord): ReachedRelation {
  const { diaryId: _, ...relation } = record;
  return relation;
}
