import { ADVISORY_LOCKS } from '../connection/advisory-locks.ts';
import type { Source, Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';

/**
 * What a model is for: `serving` answers queries, `target` is being filled, `previous` served until
 * the last switch and is kept whole, of `dropping` the vectors are being removed.
 */
export type EmbeddingRole = 'serving' | 'target' | 'previous' | 'dropping';

/** A model of which there are vectors, and where the walk over all entries stands for it. */
export interface EmbeddingModelRecord {
  /** In the name of its index. */
  readonly id: number;
  readonly model: string;
  readonly role: EmbeddingRole;
  readonly roleSince: string;
  /** Whether it has an HNSW index of its own. */
  readonly indexed: boolean;
  /**
   * Entries that the walk is about, counted when it began. Of a model being dropped: vectors that
   * this round has left, since somebody else held them.
   */
  readonly total: number;
  /** Of these, those that it has seen. Of a model being dropped: vectors removed. */
  readonly walked: number;
  /** When it had seen all. */
  readonly walkedAt: string | null;
  /** Entries per second that the walk saw lately; null before it has gone on for a while. */
  readonly pace: number | null;
}

/** How far apart the marks are that the pace is taken from. */
const MARK_SECONDS = 30;

export function embeddingModelReader({ sql }: Source) {
  return typedErrors({
    /** Every model of which there are vectors, the serving one first; never more than a few. */
    async all(): Promise<EmbeddingModelRecord[]> {
      return sql<EmbeddingModelRecord[]>`
        SELECT id, model, role, role_since, indexed, total, walked, walked_at,
               ((walked - earlier_walked)
                / nullif(extract(epoch FROM clock_timestamp() - earlier_at), 0))::float8 AS pace
        FROM embedding_models ORDER BY role <> 'serving', id`;
    },

    /**
     * How many entries have vectors of a model. Reads an index from end to end: for an operator's
     * command, not for a request.
     */
    async countEntries(model: string): Promise<number> {
      const [row] = await sql<[{ count: number }]>`
        SELECT count(*) FROM entry_embeddings WHERE model = ${model} AND chunk = 0`;
      return row.count;
    },
  });
}

/** Changes what the models are for. */
export function embeddingModelWriter({ sql }: Transaction) {
  return typedErrors({
    /** Nobody changes roles until the transaction ends: for one that writes vectors by them. */
    async holdRoles(): Promise<void> {
      await sql`SELECT pg_advisory_xact_lock_shared(${ADVISORY_LOCKS.embeddingRoles})`;
    },

    /** Waits for all who hold the roles; nobody else holds or changes them until the transaction ends. */
    async lockRoles(): Promise<void> {
      await sql`SELECT pg_advisory_xact_lock(${ADVISORY_LOCKS.embeddingRoles})`;
    },

    /** A model to be filled beside the serving one; `total` entries are to come. */
    async insertTarget(model: string, total: number): Promise<void> {
      await sql`
        INSERT INTO embedding_models (model, role, total) VALUES (${model}, 'target', ${total})`;
    },

    /** A target that has its index is filled from then on; one that is dropped gives it up first. */
    async setIndexed(model: string, indexed: boolean): Promise<void> {
      await sql`UPDATE embedding_models SET indexed = ${indexed} WHERE model = ${model}`;
    },

    /** `next` serves from now on; what served becomes `before`. */
    async serve(next: string, before: 'previous' | 'target'): Promise<void> {
      await sql`
        UPDATE embedding_models
        SET role = CASE WHEN model = ${next} THEN 'serving' ELSE ${before} END,
            role_since = clock_timestamp()
        WHERE role = 'serving' OR model = ${next}`;
    },

    /** Its vectors are to be removed, and first its index, of which there may be a part. */
    async startDropping(model: string): Promise<void> {
      await sql`
        UPDATE embedding_models
        SET role = 'dropping', role_since = clock_timestamp(), indexed = true,
            total = 0, walked = 0, walked_to = NULL, walked_at = NULL, mark_at = NULL, earlier_at = NULL
        WHERE model = ${model}`;
    },

    /**
     * Queues the next entries that have a vector of another model and none of this one. Others
     * that ask at the same time are let go: the walk is one, whoever takes its next step.
     * @returns whether a step was taken
     */
    async walk(model: string, limit: number): Promise<boolean> {
      const [state] = await sql<[{ walkedTo: string | null }?]>`
        SELECT walked_to FROM embedding_models
        WHERE model = ${model} AND role <> 'dropping' AND indexed AND walked_at IS NULL
        FOR UPDATE SKIP LOCKED`;
      if (!state) return false;
      await sql`
        WITH page AS MATERIALIZED (
          SELECT id, diary_id, content_hash FROM entries
          ${state.walkedTo === null ? sql`` : sql`WHERE id > ${state.walkedTo}`}
          ORDER BY id LIMIT ${limit}
        ),
        known AS MATERIALIZED (
          SELECT page.*, EXISTS (SELECT FROM entry_embeddings
                                 WHERE entry_id = page.id AND model = ${model}) AS done
          FROM page
          WHERE EXISTS (SELECT FROM entry_embeddings WHERE entry_id = page.id)
             OR EXISTS (SELECT FROM embedding_roll_queue WHERE entry_id = page.id)
        ),
        queued AS (
          INSERT INTO embedding_roll_queue (entry_id, model, diary_id, content_hash)
          SELECT id, ${model}, diary_id, content_hash FROM known WHERE NOT done
          ON CONFLICT (entry_id, model) DO NOTHING
        )
        UPDATE embedding_models
        SET walked = walked + (SELECT count(*) FROM known),
            walked_to = coalesce((SELECT id FROM page ORDER BY id DESC LIMIT 1), walked_to),
            walked_at = CASE WHEN EXISTS (SELECT FROM page) THEN NULL ELSE clock_timestamp() END,
            mark_at = CASE WHEN ${markIsDue(sql)} THEN clock_timestamp() ELSE mark_at END,
            mark_walked = CASE WHEN ${markIsDue(sql)} THEN walked ELSE mark_walked END,
            earlier_at = CASE WHEN ${markIsDue(sql)} THEN coalesce(mark_at, clock_timestamp())
                              ELSE earlier_at END,
            earlier_walked = CASE WHEN ${markIsDue(sql)} THEN mark_walked ELSE earlier_walked END
        WHERE model = ${model}`;
      return true;
    },

    /**
     * Removes vectors of a model that is being dropped, of up to `limit` entries, and in the end the
     * model. What somebody else holds is left for another round.
     * @returns whether a step was taken; false where it is gone or somebody else is at it
     */
    async drop(model: string, limit: number): Promise<boolean> {
      const [state] = await sql<[{ walkedTo: string | null; total: number }?]>`
        SELECT walked_to, total FROM embedding_models
        WHERE model = ${model} AND role = 'dropping' FOR UPDATE SKIP LOCKED`;
      if (!state) return false;
      const [step] = await sql<[{ last: string | null; removed: number; found: number }]>`
        WITH page AS MATERIALIZED (
          SELECT id FROM entries
          ${state.walkedTo === null ? sql`` : sql`WHERE id > ${state.walkedTo}`}
          ORDER BY id LIMIT ${limit}
        ),
        held AS MATERIALIZED (
          SELECT entry_id, chunk FROM entry_embeddings
          WHERE entry_id IN (SELECT id FROM page) AND model = ${model}
          FOR UPDATE SKIP LOCKED
        ),
        removed AS (
          DELETE FROM entry_embeddings AS vectors USING held
          WHERE vectors.entry_id = held.entry_id AND vectors.model = ${model}
            AND vectors.chunk = held.chunk
          RETURNING vectors.entry_id
        )
        SELECT (SELECT id FROM page ORDER BY id DESC LIMIT 1) AS last,
               (SELECT count(*) FROM removed) AS removed,
               (SELECT count(*) FROM entry_embeddings
                WHERE entry_id IN (SELECT id FROM page) AND model = ${model}) AS found`;
      // Nobody writes vectors of a model that is dropped: a round that left none is the last.
      if (step.last === null && state.total === 0) {
        await sql`DELETE FROM embedding_roll_queue WHERE model = ${model}`;
        await sql`DELETE FROM embedding_reports WHERE model = ${model}`;
        await sql`DELETE FROM embedding_models WHERE model = ${model}`;
        return true;
      }
      await sql`
        UPDATE embedding_models
        SET walked_to = ${step.last}, walked = walked + ${step.removed},
            total = ${step.last === null ? 0 : state.total + step.found - step.removed}
        WHERE model = ${model}`;
      return true;
    },
  });
}

/** Whether the pace's newer mark is old enough to become the earlier one. */
function markIsDue(sql: Source['sql']) {
  return sql`
    (mark_at IS NULL OR mark_at < clock_timestamp() - ${MARK_SECONDS} * interval '1 s')`;
}
