import type { Source, Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { EntryRecord } from '../entries/entry-columns.ts';

/** An entry to embed, with the text to do it from. */
export type BacklogItem = Pick<EntryRecord, 'title' | 'content' | 'tags' | 'contentHash'> & {
  readonly entryId: string;
  readonly diaryId: string;
  /** This one included. */
  readonly attempts: number;
};

export interface BacklogClaim {
  /** Most entries at once. */
  readonly limit: number;
  /** After this an unfinished claim is anyone's again. */
  readonly leaseMs: number;
}

/** Longest pause between two attempts at one entry. */
const LONGEST_PAUSE_SECONDS = 300;

export function embeddingBacklogReader({ sql }: Source) {
  return typedErrors({
    /** How many entries wait, counted up to `most`. */
    async pending(most = 10_000): Promise<number> {
      const [row] = await sql<[{ count: number }]>`
        SELECT count(*) FROM (SELECT FROM embedding_backlog LIMIT ${most}) AS waiting`;
      return row.count;
    },
  });
}

/** `INSERT INTO embedding_backlog …` for each of `entries`, a CTE of rows that are new. */
export function insertIntoBacklog(sql: Source['sql']) {
  return sql`
    INSERT INTO embedding_backlog (entry_id, diary_id, content_hash)
    SELECT id, diary_id, content_hash FROM entries`;
}

/** The durable queue of what is not embedded yet. Nothing leaves it but by `finish`. */
export function embeddingBacklogWriter({ sql }: Transaction) {
  return typedErrors({
    /**
     * Marks an entry to be embedded anew; call it in the transaction that changes the entry. With
     * `leaseMs` the caller embeds it itself, and the worker only if that does not happen.
     */
    async enqueue(
      entry: Pick<EntryRecord, 'id' | 'diaryId' | 'contentHash'>,
      leaseMs = 0,
    ): Promise<void> {
      await sql`
        INSERT INTO embedding_backlog (entry_id, diary_id, content_hash, lease_until)
        VALUES (${entry.id}, ${entry.diaryId}, ${entry.contentHash},
                clock_timestamp() + ${leaseMs} * interval '1 ms')
        ON CONFLICT (entry_id) DO UPDATE
          SET content_hash = excluded.content_hash, attempts = 0,
              next_attempt_at = excluded.next_attempt_at, lease_until = excluded.lease_until,
              last_error = NULL`;
    },

    /** The entries that have waited longest and that nobody else is at, by id: so they are locked. */
    async claim({ limit, leaseMs }: BacklogClaim): Promise<BacklogItem[]> {
      return sql<BacklogItem[]>`
        WITH due AS (
          SELECT entry_id FROM embedding_backlog
          WHERE next_attempt_at <= clock_timestamp()
            AND (lease_until IS NULL OR lease_until <= clock_timestamp())
          ORDER BY next_attempt_at
          LIMIT ${limit}
          FOR UPDATE SKIP LOCKED
        ), claimed AS (
          UPDATE embedding_backlog AS b
          SET attempts = attempts + 1,
              lease_until = clock_timestamp() + ${leaseMs} * interval '1 ms'
          FROM due WHERE b.entry_id = due.entry_id
          RETURNING b.entry_id, attempts
        )
        SELECT claimed.entry_id, claimed.attempts, entries.diary_id, entries.title,
               entries.content, entries.tags, entries.content_hash
        FROM claimed JOIN entries ON entries.id = claimed.entry_id
        ORDER BY entries.id`;
    },

    /** Whether an entry is still to be embedded, with any model, or is being embedded. */
    async isWaiting(entryId: string): Promise<boolean> {
      const [row] = await sql<[{ waiting: boolean }]>`
        SELECT EXISTS (SELECT FROM embedding_backlog WHERE entry_id = ${entryId})
            OR EXISTS (SELECT FROM embedding_roll_queue WHERE entry_id = ${entryId}) AS waiting`;
      return row.waiting;
    },

    /** Takes an entry off, unless it was changed after the text that was embedded. */
    async finish(entryId: string, contentHash: string): Promise<void> {
      await sql`
        DELETE FROM embedding_backlog
        WHERE entry_id = ${entryId} AND content_hash = ${contentHash}`;
    },

    /** Puts an entry back, to be tried again after 2, 4, 8 … seconds, at most 5 minutes. */
    async fail(entryId: string, error: string): Promise<void> {
      await sql`
        UPDATE embedding_backlog
        SET lease_until = NULL, last_error = left(${error}, 500),
            next_attempt_at = clock_timestamp()
              + least(2 ^ least(attempts, 20), ${LONGEST_PAUSE_SECONDS}) * interval '1 s'
        WHERE entry_id = ${entryId}`;
    },

    /** Makes everything due at once: the model that was missing is there. */
    async retryNow(): Promise<void> {
      await sql`
        UPDATE embedding_backlog SET next_attempt_at = clock_timestamp()
        WHERE next_attempt_at > clock_timestamp()`;
    },
  });
}
