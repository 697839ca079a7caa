import type { Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import { diaryWriter } from '../diaries/diary-writer.ts';
import { entryWriter } from '../entries/entry-writer.ts';

/** What a step of retention takes. */
export interface RetentionStep {
  /** Superseded, and not touched for so long. */
  readonly olderThanMs: number;
  /** Most entries at once. */
  readonly limit: number;
}

/**
 * Lets go of what has been superseded for long; a step is short, and passes over entries that are
 * locked.
 */
export function retentionWriter(tx: Transaction) {
  const { sql } = tx;
  return typedErrors({
    /**
     * Deletes superseded entries with all that derives from them but the proofs of signed ones;
     * returns how many. Not one that itself supersedes an entry which is still there: that one would
     * be in force again.
     */
    async removeSuperseded({ olderThanMs, limit }: RetentionStep): Promise<number> {
      const old = sql`
        superseded_by IS NOT NULL
        AND updated_at < clock_timestamp() - ${olderThanMs} * interval '1 ms'
        AND NOT EXISTS (SELECT FROM entries AS older WHERE older.superseded_by = entries.id)`;
      const oldest = await sql<{ id: string; diaryId: string }[]>`
        SELECT id, diary_id FROM entries WHERE ${old} ORDER BY updated_at, id LIMIT ${limit}`;
      // As any who delete: the diaries, in which nobody can relate entries then, and looked at again.
      await diaryWriter(tx).lockAll(oldest.map(({ diaryId }) => diaryId));
      const free = await sql<{ id: string }[]>`
        SELECT id FROM entries WHERE id = ANY (${oldest.map(({ id }) => id)}::uuid[]) AND ${old}
        ORDER BY id FOR UPDATE SKIP LOCKED`;
      return (await entryWriter(tx).deleteMany(free.map(({ id }) => id))).length;
    },

    /** Drops the vectors of superseded entries, whose text stays and is found by its words. */
    async dropVectors({ olderThanMs, limit }: RetentionStep): Promise<number> {
      const { count } = await sql`
        WITH old AS (
          SELECT id FROM entries
          WHERE superseded_by IS NOT NULL
            AND updated_at < clock_timestamp() - ${olderThanMs} * interval '1 ms'
            AND EXISTS (SELECT FROM entry_embeddings WHERE entry_id = entries.id)
          ORDER BY updated_at, id LIMIT ${limit}
          FOR UPDATE SKIP LOCKED)
        DELETE FROM entry_embeddings USING old WHERE entry_id = old.id`;
      return count;
    },
  });
}
