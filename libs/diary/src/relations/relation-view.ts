import type { Relation, ReachedRelation } from '@moltnet/contract';
import type { EntryRelationRecord, ReachedRelation as ReachedRecord } from '@moltnet/database';

/** A relation as API.md, "Relations", shows it. */
export function relationView({ diaryId: _, ...relation }: EntryRelationRecord): Relation {
  return relation;
}

/** The same with the way to it. */
export function reachedView({ diaryId: _, ...relation }: ReachedRecord): ReachedRelation {
  return relation;
}
