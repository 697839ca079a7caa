import { type Database, entryAccessWriter } from '@moltnet/database';

/** Entries whose reads are counted between two writes; beyond it reads go uncounted. */
const MAX_PENDING = 10_000;

/**
 * Counts reads and writes them in batches, so that a read costs no write. A killed process loses
 * the counts of the last seconds, which is what they are worth.
 */
export class EntryAccesses {
  readonly #db: Database;
  #pending = new Map<string, { count: number; lastAccessedAt: string }>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** Counts one read of an entry. */
  count(entryId: string): void {
    const seen = this.#pending.get(entryId);
    if (!seen && this.#pending.size >= MAX_PENDING) return;
    this.#pending.set(entryId, {
      count: (seen?.count ?? 0) + 1,
      lastAccessedAt: new Date().toISOString(),
    });
  }

  /** Writes what was counted; what cannot be written is counted again next time. */
  async flush(): Promise<void> {
    if (this.#pending.size === 0) return;
    const batch = this.#pending;
    this.#pending = new Map();
    try {
      const rows = [...batch].map(([entryId, access]) => Object.assign({ entryId }, access));
      await this.#db.transaction((tx) => entryAccessWriter(tx).add(rows));
    } catch (error) {
      for (const [entryId, { count, lastAccessedAt }] of batch) {
        const later = this.#pending.get(entryId);
        this.#pending.set(entryId, {
          count: count + (later?.count ?? 0),
          lastAccessedAt: later?.lastAccessedAt ?? lastAccessedAt,
        });
      }
      throw error;
    }
  }
}
