import { notFound } from '@moltnet/auth';
import { LIMITS, Problem } from '@moltnet/contract';
import { type Transaction, diaryWriter, entryShareReader, entryWriter } from '@moltnet/database';

/**
 * Holds the shares of an entry until the transaction ends. The diary first, as whoever deletes it
 * does, or the two would wait for each other.
 * @throws Problem 404 where the entry is gone
 */
export async function lockShares(
  tx: Transaction,
  { entryId, diaryId }: { readonly entryId: string; readonly diaryId: string },
): Promise<void> {
  await diaryWriter(tx).lock(diaryId);
  const locked = await entryWriter(tx).lock([entryId]);
  if (locked.length === 0) throw notFound();
}

/** @throws Problem 409 where the entry has more shares than it may, the one just made included */
export async function requireRoom(tx: Transaction, entryId: string): Promise<void> {
  const most = LIMITS.share.perEntry;
  const shares = await entryShareReader(tx).list(entryId, most + 1);
  if (shares.length <= most) return;
  throw new Problem('CONFLICT', `An entry has at most ${most} shares. Take one back first.`);
}
