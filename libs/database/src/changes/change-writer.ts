import type { Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';

/** Numbers and prunes what the other writers say has changed. */
export function changeWriter({ sql }: Transaction) {
  return typedErrors({
    /**
     * Gives the next numbers to changes whose transactions have committed, at most `limit`; returns
     * how many. One process at a time: 0 while another is at it. What commits later gets a later
     * number, whatever it took from the outbox's own counter. Webhooks of these diaries are due then.
     */
    async number(limit: number): Promise<number> {
      const [numbers] = await sql<{ lastSeq: number }[]>`
        SELECT last_seq FROM diary_change_numbers FOR UPDATE SKIP LOCKED`;
      if (numbers === undefined) return 0;
      // A statement of its own, whose snapshot is later than the lock.
      const { count } = await sql`
        WITH taken AS (
          DELETE FROM change_outbox
          WHERE id IN (SELECT id FROM change_outbox ORDER BY id LIMIT ${limit})
          RETURNING *)
        INSERT INTO diary_changes
          (seq, diary_id, kind, entry_id, relation_id, related_id, revision, occurred_at)
        SELECT ${numbers.lastSeq} + row_number() OVER (ORDER BY id),
               diary_id, kind, entry_id, relation_id, related_id, revision, occurred_at
        FROM taken`;
      if (count > 0) {
        await sql`UPDATE diary_change_numbers SET last_seq = ${numbers.lastSeq + count}`;
        await sql`
          UPDATE webhooks SET due = true
          WHERE status = 'active' AND diary_id IN (
            SELECT diary_id FROM diary_changes WHERE seq > ${numbers.lastSeq})`;
      }
      return count;
    },

    /**
     * Forgets changes older than `olderThanMs`, from the first on, at most `limit`; returns how many.
     */
    async prune(olderThanMs: number, limit: number): Promise<number> {
      const [pruned] = await sql<[{ count: number }]>`
        WITH oldest AS (
          SELECT seq, occurred_at < clock_timestamp() - ${olderThanMs} * interval '1 ms' AS old
          FROM diary_changes ORDER BY seq LIMIT ${limit}),
        gone AS (
          DELETE FROM diary_changes
          WHERE seq IN (
            SELECT seq FROM oldest
            WHERE seq < coalesce((SELECT min(seq) FROM oldest WHERE NOT old), 'infinity'::float8))
          RETURNING seq),
        marked AS (
          UPDATE diary_change_numbers SET pruned_seq = (SELECT max(seq) FROM gone)
          WHERE EXISTS (SELECT FROM gone))
        SELECT count(*) FROM gone`;
      return pruned.count;
    },
  });
}
