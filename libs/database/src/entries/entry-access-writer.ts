import type { Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';

export interface EntryAccess {
  readonly entryId: string;
  /** How often it was read since the last batch. */
  readonly count: number;
  /** RFC 3339. */
  readonly lastAccessedAt: string;
}

/** Counts what was read, in batches, without touching the entries. */
export function entryAccessWriter({ sql }: Transaction) {
  return typedErrors({
    /** Adds a batch, one row for each entry. Entries that are gone are left out. */
    async add(batch: readonly EntryAccess[]): Promise<void> {
      // Ordered, so that two batches at once cannot wait for each other in a circle.
      await sql`
        INSERT INTO entry_access AS a (entry_id, access_count, last_accessed_at)
        SELECT entries.id, read.count, read.last
        FROM unnest(${batch.map(({ entryId }) => entryId)}::uuid[],
                    ${batch.map(({ count }) => count)}::int[],
                    ${batch.map(({ lastAccessedAt }) => lastAccessedAt)}::timestamptz[])
             AS read (id, count, last)
        JOIN entries ON entries.id = read.id
        ORDER BY entries.id
        ON CONFLICT (entry_id) DO UPDATE
          SET access_count = a.access_count + excluded.access_count,
              last_accessed_at = greatest(a.last_accessed_at, excluded.last_accessed_at)`;
    },
  });
}
