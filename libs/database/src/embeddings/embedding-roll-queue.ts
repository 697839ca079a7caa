import type { Source, Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { BacklogClaim, BacklogItem } from './embedding-backlog.ts';

/** Attempts after which an entry counts as failed; it is tried on all the same. */
const FAILED_AFTER = 5;
/** Longest pause between two attempts at one entry. */
const LONGEST_PAUSE_SECONDS = 300;

/** What waits for one model. */
export interface RollQueueCounts {
  readonly waiting: number;
  /** Of these, what could not be embedded in several attempts. */
  readonly failed: number;
  /** Why the last of these was not. */
  readonly lastError: string | null;
}

export function embeddingRollQueueReader({ sql }: Source) {
  return typedErrors({
    /** Reads the whole queue, which the walk keeps short: for an operator's command. */
    async counts(model: string): Promise<RollQueueCounts> {
      const [row] = await sql<[RollQueueCounts]>`
        SELECT count(*) AS waiting, count(*) FILTER (WHERE attempts >= ${FAILED_AFTER}) AS failed,
               (array_agg(last_error ORDER BY next_attempt_at DESC)
                FILTER (WHERE attempts >= ${FAILED_AFTER}))[1] AS last_error
        FROM embedding_roll_queue WHERE model = ${model}`;
      return row;
    },
  });
}

/** The durable queue of what is to be embedded with a model beside the one that embedded it first. */
export function embeddingRollQueueWriter({ sql }: Transaction) {
  return typedErrors({
    /**
     * Marks entries that are still as they were embedded with another model. With `leaseMs` the
     * caller embeds them itself, and a worker only if that does not happen.
     */
    async enqueue(
      model: string,
      entries: readonly { readonly entryId: string; readonly contentHash: string }[],
      leaseMs = 0,
    ): Promise<void> {
      await sql`
        INSERT INTO embedding_roll_queue AS queue
          (entry_id, model, diary_id, content_hash, lease_until)
        SELECT entries.id, ${model}, entries.diary_id, entries.content_hash,
               clock_timestamp() + ${leaseMs} * interval '1 ms'
        FROM unnest(${entries.map(({ entryId }) => entryId)}::uuid[],
                    ${entries.map(({ contentHash }) => contentHash)}::text[]) AS e (id, hash)
          JOIN entries ON entries.id = e.id AND entries.content_hash = e.hash
        ON CONFLICT (entry_id, model) DO UPDATE
          SET content_hash = excluded.content_hash, attempts = 0, lease_until = excluded.lease_until,
              next_attempt_at = excluded.next_attempt_at, last_error = NULL
          WHERE queue.content_hash <> excluded.content_hash`;
    },

    /** The entries that have waited longest for the model and that nobody else is at. */
    async claim(model: string, { limit, leaseMs }: BacklogClaim): Promise<BacklogItem[]> {
      return sql<BacklogItem[]>`
        WITH due AS (
          SELECT entry_id FROM embedding_roll_queue
          WHERE model = ${model} AND next_attempt_at <= clock_timestamp()
            AND (lease_until IS NULL OR lease_until <= clock_timestamp())
          ORDER BY next_attempt_at
          LIMIT ${limit}
          FOR UPDATE SKIP LOCKED
        ), claimed AS (
          -- The hash of what is embedded, not of what was queued: by it the entry is taken off.
          UPDATE embedding_roll_queue AS queue
          SET attempts = attempts + 1, content_hash = entries.content_hash,
              lease_until = clock_timestamp() + ${leaseMs} * interval '1 ms'
          FROM due JOIN entries ON entries.id = due.entry_id
          WHERE queue.entry_id = due.entry_id AND queue.model = ${model}
          RETURNING queue.entry_id, queue.attempts, entries.diary_id, entries.title,
                    entries.content, entries.tags, entries.content_hash
        )
        SELECT * FROM claimed`;
    },

    /** Takes entries off, unless one was changed after the text that was embedded. */
    async finish(
      model: string,
      entries: readonly { readonly entryId: string; readonly contentHash: string }[],
    ): Promise<void> {
      await sql`
        DELETE FROM embedding_roll_queue AS queue
        USING unnest(${entries.map(({ entryId }) => entryId)}::uuid[],
                     ${entries.map(({ contentHash }) => contentHash)}::text[]) AS e (id, hash)
        WHERE queue.entry_id = e.id AND queue.content_hash = e.hash AND queue.model = ${model}`;
    },

    /** Puts entries back, to be tried again after 2, 4, 8 … seconds, at most 5 minutes. */
    async fail(model: string, entryIds: readonly string[], error: string): Promise<void> {
      await sql`
        UPDATE embedding_roll_queue
        SET lease_until = NULL, last_error = left(${error}, 500),
            next_attempt_at = clock_timestamp()
              + least(2 ^ least(attempts, 20), ${LONGEST_PAUSE_SECONDS}) * interval '1 s'
        WHERE model = ${model} AND entry_id = ANY (${[...entryIds]}::uuid[])`;
    },

    /** Puts entries back as if they had not been claimed: it was not their fault. */
    async release(model: string, entryIds: readonly string[]): Promise<void> {
      await sql`
        UPDATE embedding_roll_queue SET lease_until = NULL, attempts = greatest(attempts - 1, 0)
        WHERE model = ${model} AND entry_id = ANY (${[...entryIds]}::uuid[])`;
    },
  });
}
