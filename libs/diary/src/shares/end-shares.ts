import { entryShare } from '@moltnet/auth';
import {
  type EntryRecord,
  type Transaction,
  diaryWriter,
  entryShareReader,
  entryWriter,
  relationOutboxWriter,
} from '@moltnet/database';

/**
 * Takes back what lets others read entries that are about to be deleted; their rows go with the
 * entries. Call it before the deletion and in its transaction: it holds the entries, so that no share
 * comes in between, after their diaries, so that nobody waits for them in a circle.
 * @returns the relation changes that the caller waits for
 */
export async function endShares(
  tx: Transaction,
  entries: readonly Pick<EntryRecord, 'id' | 'diaryId'>[],
): Promise<number[]> {
  await diaryWriter(tx).lockAll(entries.map(({ diaryId }) => diaryId));
  const locked = await entryWriter(tx).lockForDeletion(entries.map(({ id }) => id));
  const shares = await entryShareReader(tx).withSubjects(locked);
  if (shares.length === 0) return [];
  return relationOutboxWriter(tx).append('delete', shares.map(entryShare));
}
