import type { Database } from '@moltnet/database';
import type { Ledger } from './ledger.ts';

/**
 * Notes which of the entries that may be let go of are no longer in the database: nobody is told when
 * retention takes them, and from then on no answer may hold one.
 */
export async function noteRemovals(database: Database, ledger: Ledger): Promise<void> {
  const candidates = ledger.entries.filter(
    ({ removable, goneAt }) => removable && goneAt === undefined,
  );
  if (candidates.length === 0) return;
  const there = await database.sql<{ id: string }[]>`
    SELECT id FROM entries WHERE id = ANY (${candidates.map(({ id }) => id)}::uuid[])`;
  const noticedAt = performance.now();
  const ids = new Set(there.map(({ id }) => id));
  for (const entry of candidates) if (!ids.has(entry.id)) entry.goneAt ??= noticedAt;
}
