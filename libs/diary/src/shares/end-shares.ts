import { entryShare } from '@moltnet/auth';
import {
  type Transaction,
  entryShareReader,
  entryShareWriter,
  relationOutboxWriter,
} from '@moltnet/database';

/**
 * Takes back what lets others read entries that are about to be deleted; their rows go with the
 * entries. Call it before the deletion and in its transaction: it holds the entries, so that no share
 * comes in between.
 * @returns the relation changes that the caller waits for
 */
export async function endShares(tx: Transaction, entryIds: readonly string[]): Promise<number[]> {
  const locked = await entryShareWriter(tx).lock(entryIds);
  const shares = await entryShareReader(tx).withSubjects(locked);
  if (shares.length === 0) return [];
  return relationOutboxWriter(tx).append('delete', shares.map(entryShare));
}
