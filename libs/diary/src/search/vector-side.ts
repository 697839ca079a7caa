import { formatHalfvec, literal } from '@moltnet/database';
import { wordConditions } from './demands.ts';
import { filterConditions, type Sql } from './scope.ts';
import type { ParsedQuery } from './parse-query.ts';
import type { SearchRequest } from './options.ts';

/** Chunks that are taken; their entries are the candidates. */
const CHUNKS = 80;
/** An entry this far from the floor to the best of all is not what was meant. */
const SHARE_OF_BEST = 0.3;

/**
 * `vector_side(id, place, similarity, strength)`: the entries whose best chunk is nearest to the query.
 *
 * Where few pass the filter they are all compared, since an index scan that filters afterwards finds
 * some or none of them; else HNSW goes on (`hnsw.iterative_scan`) until enough have passed.
 *
 * Vectors are compared with those of the model that made the query's, and with none where that is
 * neither the serving one nor the one before it, of which there need not be all: `searched(whole)`.
 *
 * A model gives any two texts some similarity, E5 at least 0.7, so no fixed number tells meaning
 * from noise. The floor comes from texts that have nothing to do with the query (./background.ts),
 * and what is left has to come near the best: its strength is how far it is from the floor to it.
 */
export function vectorCtes(sql: Sql, request: SearchRequest, query: ParsedQuery) {
  const { queryVector, similarityFloor = -1 } = request;
  if (!queryVector) {
    return sql`
      vector_side AS (
        SELECT NULL::uuid AS id, NULL::bigint AS place, NULL::float8 AS similarity,
               NULL::float8 AS strength
        WHERE false
      )`;
  }
  const vector = sql`${formatHalfvec(queryVector)}::halfvec(384)`;
  const words = wordConditions(sql, query);
  // No parameter: a plan for any model could not use the index of one.
  const model = literal(sql, request.model);
  return sql`
    searched AS MATERIALIZED (
      SELECT EXISTS (SELECT FROM embedding_models
                     WHERE model = ${model} AND role IN ('serving', 'previous')) AS whole
    ),
    -- Materialized without an order, or the planner might take it from HNSW, which leaves some out.
    few AS MATERIALIZED (
      SELECT entry_id, embedding <=> ${vector} AS distance
      FROM entry_embeddings
      WHERE (SELECT whole FROM searched) AND (SELECT whole FROM few_is_all)
        AND entry_id = ANY (ARRAY (SELECT id FROM few_ids)) AND model = ${model}
        AND embedded_at <= (SELECT as_of FROM moment)
    ),
    near_few AS MATERIALIZED (
      SELECT entry_id, distance
      FROM (SELECT entry_id, distance FROM few ORDER BY distance) AS sorted
      WHERE (SELECT true FROM entries
             WHERE entries.id = entry_id ${filterConditions(sql, request)} ${words})
      LIMIT ${CHUNKS}
    ),
    near_many AS MATERIALIZED (
      SELECT entry_id, embedding <=> ${vector} AS distance
      FROM entry_embeddings
      WHERE (SELECT whole FROM searched) AND (SELECT NOT whole FROM few_is_all)
        AND model = ${model}
        AND embedded_at <= (SELECT as_of FROM moment)
        -- As no index has it: a plan for any diaries would take them for small and read all of theirs.
        AND ARRAY[diary_id] <@ ${[...request.diaryIds]}::uuid[]
        -- Not EXISTS, which the planner might begin with, and read the whole diary.
        AND (SELECT true FROM entries
             WHERE entries.id = entry_id ${filterConditions(sql, request)} ${words})
      ORDER BY embedding <=> ${vector}
      LIMIT ${CHUNKS}
    ),
    nearest AS MATERIALIZED (
      SELECT entry_id AS id, 1 - min(distance) AS similarity
      FROM (SELECT * FROM near_few UNION ALL SELECT * FROM near_many) AS near
      GROUP BY entry_id
    ),
    strengths AS MATERIALIZED (
      SELECT id, similarity,
             (similarity - ${similarityFloor}::float8)
             / nullif((SELECT max(similarity) FROM nearest) - ${similarityFloor}::float8, 0)
               AS strength
      FROM nearest
      WHERE similarity >= ${similarityFloor}::float8
    ),
    vector_side AS MATERIALIZED (
      SELECT id, similarity, strength,
             row_number() OVER (ORDER BY similarity DESC, id DESC) AS place
      FROM strengths
      WHERE strength >= ${SHARE_OF_BEST}
    )`;
}
