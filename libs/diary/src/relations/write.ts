import type { Principal } from '@moltnet/auth';
import { type FieldError, Problem } from '@moltnet/contract';
import {
  type EntryRelationRecord,
  type NewEntryRelation,
  type Transaction,
  diaryWriter,
  entryRelationWriter,
  entryWriter,
} from '@moltnet/database';
import { uuidv7 } from 'uuidv7';

/** A relation as its proposer makes it; who accepts it at once has decided it, too. */
export function newRelation(
  { identityId }: Principal,
  made: Pick<NewEntryRelation, 'sourceId' | 'targetId' | 'relation' | 'status'>,
): NewEntryRelation {
  const decidedBy = made.status === 'proposed' ? null : identityId;
  return { ...made, id: uuidv7(), proposedBy: identityId, decidedBy };
}

/**
 * Writes relations and returns them; left out are those that exist and those that are not between two
 * entries of the diary.
 * @throws Problem 400 where an entry would supersede itself by way of others
 */
export async function writeRelations(
  tx: Transaction,
  diaryId: string,
  relations: readonly NewEntryRelation[],
): Promise<EntryRelationRecord[]> {
  const superseding = relations.filter(({ relation }) => relation === 'supersedes');
  await diaryWriter(tx).lock(diaryId);
  await entryWriter(tx).lock(superseding.map(({ targetId }) => targetId));
  const written = await entryRelationWriter(tx).insertMany(diaryId, relations);
  await requireNoCycle(
    tx,
    superseding.map(({ sourceId }) => sourceId),
  );
  return written;
}

/**
 * Call it with the diary locked: of two that would close a cycle together, each without seeing the
 * other, one then waits for the other.
 * @throws Problem 400 where one of the entries supersedes itself by way of others
 */
export async function requireNoCycle(tx: Transaction, entryIds: readonly string[]): Promise<void> {
  if (entryIds.length === 0) return;
  if (!(await entryRelationWriter(tx).supersedesItself(entryIds))) return;
  throw new Problem('VALIDATION_FAILED', 'An entry cannot supersede what supersedes it.', {
    errors: [
      { field: 'body.targetId', message: 'supersedes the source, perhaps by way of others' },
    ],
  });
}

/** In the same words whether there is such an entry elsewhere or none at all. */
export function notOfTheDiary(fields: readonly string[]): Problem {
  const message = 'is not another entry of the same diary';
  const errors: FieldError[] = fields.map((field) => ({ field, message }));
  return new Problem('VALIDATION_FAILED', 'Only entries of one diary can be related.', { errors });
}
