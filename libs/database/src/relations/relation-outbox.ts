import { ADVISORY_LOCKS } from '../connection/advisory-locks.ts';
import type { Source, Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { relationOutbox, RelationTuple } from '../schema/delivery.ts';

export type RelationAction = (typeof relationOutbox.$inferSelect)['action'];

/** A relation change on its way to the permission service. */
export interface RelationChange {
  readonly seq: number;
  readonly action: RelationAction;
  readonly tuple: RelationTuple;
  /** This one included. */
  readonly attempts: number;
}

/** `waits`: not delivered yet; `arrived`: within the last second; `settled`: before that, or never. */
export type RelationArrival = 'waits' | 'arrived' | 'settled';

/** A relation change that the permission service refused for good. */
export interface DeadLetter extends RelationChange {
  readonly failedAt: string;
  readonly lastError: string | null;
}

export interface OutboxClaim {
  readonly limit: number;
  /** After this an unfinished claim is anyone's again. */
  readonly leaseMs: number;
}

export function relationOutboxReader({ sql }: Source) {
  return typedErrors({
    /** Whether every change up to `seq` has been delivered, or given up. */
    async isDelivered(seq: number): Promise<boolean> {
      const [row] = await sql<[{ delivered: boolean }]>`
        SELECT NOT EXISTS (
          SELECT FROM relation_outbox
          WHERE seq <= ${seq} AND delivered_at IS NULL AND failed_at IS NULL) AS delivered`;
      return row.delivered;
    },

    /**
     * How far the changes are that decide what `subjectId` may do with the diaries: those of a diary
     * itself or of its team, for who is in that team or was granted the diary; and with the entry,
     * if one is named, that is shared with the subject by itself. What arrived within the last
     * second is told apart: an answer of the permission service may be older than it.
     */
    async arrival(
      subjectId: string,
      diaryIds: readonly string[],
      entryId?: string,
    ): Promise<RelationArrival> {
      const [row] = await sql<[{ arrival: RelationArrival }]>`
        SELECT CASE WHEN bool_or(delivered_at IS NULL) THEN 'waits'
                    WHEN count(*) > 0 THEN 'arrived'
                    ELSE 'settled' END AS arrival
        FROM (
          SELECT o.failed_at, o.delivered_at
          FROM relation_outbox o
          JOIN diaries d ON o.tuple->>'object' IN (d.id::text, d.team_id::text)
          WHERE d.id = ANY(${[...diaryIds]}::uuid[])
            AND (EXISTS (SELECT FROM team_members
                         WHERE team_id = d.team_id AND subject_id = ${subjectId})
                 OR EXISTS (SELECT FROM diary_grants
                            WHERE diary_id = d.id AND subject_id = ${subjectId}))
          UNION ALL
          SELECT failed_at, delivered_at FROM relation_outbox
          WHERE tuple->>'object' = ${entryId ?? null}
            AND tuple->'subjectSet'->>'object' = ${subjectId}
        ) AS changes
        WHERE failed_at IS NULL
          AND (delivered_at IS NULL OR delivered_at > now() - interval '1 second')`;
      return row.arrival;
    },

    /** The number of the last change that was ever appended and is still kept; 0 where none is. */
    async lastSeq(): Promise<number> {
      const [row] = await sql<[{ seq: number }]>`
        SELECT coalesce(max(seq), 0)::int8 AS seq FROM relation_outbox`;
      return row.seq;
    },

    /** What was set aside, the oldest first. */
    async failed(limit: number): Promise<DeadLetter[]> {
      return sql<DeadLetter[]>`
        SELECT seq, action, tuple, attempts, failed_at, last_error FROM relation_outbox
        WHERE failed_at IS NOT NULL ORDER BY seq LIMIT ${limit}`;
    },

    /** How many changes wait, counted up to `most`. */
    async pending(most = 10_000): Promise<number> {
      const [row] = await sql<[{ count: number }]>`
        SELECT count(*) FROM (
          SELECT FROM relation_outbox
          WHERE delivered_at IS NULL AND failed_at IS NULL LIMIT ${most}) AS waiting`;
      return row.count;
    },
  });
}

export function relationOutboxWriter({ sql }: Transaction) {
  return typedErrors({
    /** Appends changes in order; call it in the transaction of the rows that they follow from. */
    async append(action: RelationAction, tuples: readonly RelationTuple[]): Promise<number[]> {
      const rows = await sql<{ seq: number }[]>`
        INSERT INTO relation_outbox (action, tuple)
        SELECT ${action}, tuple
        FROM unnest(${tuples.map((tuple) => JSON.stringify(tuple))}::text[]::jsonb[])
             WITH ORDINALITY AS t (tuple, number)
        ORDER BY number
        RETURNING seq`;
      return rows.map(({ seq }) => seq);
    },

    /**
     * The next changes, in order. None while an earlier one is being delivered or waits for its
     * next attempt: a later change must not overtake it.
     */
    async claim({ limit, leaseMs }: OutboxClaim): Promise<RelationChange[]> {
      // Two claims at once would both see the head of the queue.
      await sql`SELECT pg_advisory_xact_lock(${ADVISORY_LOCKS.relationOutbox})`;
      const claimed = await sql<RelationChange[]>`
        WITH head AS (
          SELECT seq, bool_and(next_attempt_at <= clock_timestamp()
                               AND (lease_until IS NULL OR lease_until <= clock_timestamp()))
                      OVER (ORDER BY seq) AS ready
          FROM (SELECT * FROM relation_outbox
                WHERE delivered_at IS NULL AND failed_at IS NULL
                ORDER BY seq LIMIT ${limit}) AS open
        )
        UPDATE relation_outbox AS o
        SET attempts = attempts + 1,
            lease_until = clock_timestamp() + ${leaseMs} * interval '1 ms'
        FROM head WHERE head.ready AND o.seq = head.seq
        RETURNING o.seq, o.action, o.tuple, o.attempts`;
      return claimed.sort((a, b) => a.seq - b.seq);
    },

    async deliver(seqs: readonly number[]): Promise<void> {
      await sql`
        UPDATE relation_outbox SET delivered_at = clock_timestamp(), lease_until = NULL
        WHERE seq = ANY (${[...seqs]}::int8[])`;
    },

    /** Gives changes back that were claimed but not tried, as if they had not been. */
    async release(seqs: readonly number[]): Promise<void> {
      await sql`
        UPDATE relation_outbox SET lease_until = NULL, attempts = attempts - 1
        WHERE seq = ANY (${[...seqs]}::int8[])`;
    },

    /** Puts a change back, to be tried again after `pauseMs`; everything behind it waits too. */
    async retry(seq: number, error: string, pauseMs: number): Promise<void> {
      await sql`
        UPDATE relation_outbox
        SET lease_until = NULL, last_error = left(${error}, 500),
            next_attempt_at = clock_timestamp() + ${pauseMs} * interval '1 ms'
        WHERE seq = ${seq}`;
    },

    /** Sets a change aside that can never be delivered, so that the rest can go on. */
    async giveUp(seq: number, error: string): Promise<void> {
      await sql`
        UPDATE relation_outbox
        SET lease_until = NULL, last_error = left(${error}, 500), failed_at = clock_timestamp()
        WHERE seq = ${seq}`;
    },

    /** Forgets what was set aside: once everything is compared, it says nothing more. */
    async forgetFailed(): Promise<void> {
      await sql`DELETE FROM relation_outbox WHERE failed_at IS NOT NULL`;
    },

    /** Deletes changes delivered longer ago than `olderThanMs`, at most `limit`; returns how many. */
    async sweep(olderThanMs: number, limit: number): Promise<number> {
      const { count } = await sql`
        DELETE FROM relation_outbox WHERE seq IN (
          SELECT seq FROM relation_outbox
          WHERE delivered_at < clock_timestamp() - ${olderThanMs} * interval '1 ms'
          LIMIT ${limit} FOR UPDATE SKIP LOCKED)`;
      return count;
    },
  });
}
