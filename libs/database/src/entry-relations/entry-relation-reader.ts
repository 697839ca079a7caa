import type { Source } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import {
  type EntryRelationRecord,
  relationConditions,
  type RelationFilter,
} from './relation-columns.ts';

/** A relation as a traversal came to it. */
export interface ReachedRelation extends EntryRelationRecord {
  /** Steps from the entry that it began at: 1 for the entry's own relations. */
  readonly depth: number;
  /** The relation one step before, by which it was come to; null at depth 1. */
  readonly parentRelationId: string | null;
}

/** Where a list of relations goes on: nearest first, then newest. */
export interface RelationPosition {
  readonly depth: number;
  /** RFC 3339 with microseconds. */
  readonly createdAt: string;
  readonly id: string;
}

export interface RelationTraversal extends RelationFilter {
  readonly entryId: string;
  readonly depth: number;
  readonly after?: RelationPosition | undefined;
  readonly limit: number;
}

/**
 * What a traversal of more than one step reads at the most: the newest relations of each entry, the
 * relations of one depth, and the entries that the next depth goes on from.
 */
const PER_ENTRY = 100;
const PER_DEPTH = 1_000;
const FRONTIER = 100;

/** Reads how entries stand to each other. */
export function entryRelationReader({ sql }: Source) {
  return typedErrors({
    async get(relationId: string): Promise<EntryRelationRecord | undefined> {
      const [relation] = await sql<EntryRelationRecord[]>`
        SELECT * FROM entry_relations WHERE id = ${relationId}`;
      return relation;
    },

    async between({
      sourceId,
      targetId,
      relation,
    }: Pick<EntryRelationRecord, 'sourceId' | 'targetId' | 'relation'>): Promise<
      EntryRelationRecord | undefined
    > {
      const [found] = await sql<EntryRelationRecord[]>`
        SELECT * FROM entry_relations
        WHERE source_id = ${sourceId} AND target_id = ${targetId} AND relation = ${relation}`;
      return found;
    },

    /** Up to `limit` relations, nearest first, then newest: each once, however many ways lead to it. */
    async reached(traversal: RelationTraversal): Promise<ReachedRelation[]> {
      return sql<ReachedRelation[]>`
        ${traversal.depth === 1 ? ownRelations(sql, traversal) : reachedRelations(sql, traversal)}`;
    },
  });
}

type Fragment = ReturnType<typeof relationConditions>[number];

/** The newest relations of `entry` and the entry at their `other` end, each side by its index. */
function neighbours(
  sql: Source['sql'],
  entry: Fragment,
  filter: RelationFilter,
  also: Fragment,
  limit: number,
): Fragment {
  const { direction = 'both' } = filter;
  const side = (here: 'source_id' | 'target_id', there: 'source_id' | 'target_id') => sql`
    (SELECT entry_relations.*, ${sql(there)} AS other FROM entry_relations
     WHERE ${sql(here)} = ${entry} ${relationConditions(sql, filter)} ${also}
     ORDER BY created_at DESC, id DESC LIMIT ${limit})`;
  const asSource = side('source_id', 'target_id');
  const asTarget = side('target_id', 'source_id');
  if (direction === 'as_source') return asSource;
  if (direction === 'as_target') return asTarget;
  return sql`${asSource} UNION ALL ${asTarget}`;
}

/** An entry's own relations: all of them, page by page. */
function ownRelations(sql: Source['sql'], traversal: RelationTraversal) {
  const { entryId, after, limit, ...filter } = traversal;
  const also = after ? sql`AND (created_at, id) < (${after.createdAt}, ${after.id})` : sql``;
  return sql`
    SELECT own.*, 1 AS depth, NULL::uuid AS parent_relation_id
    FROM (${neighbours(sql, sql`${entryId}`, filter, also, limit)}) AS own
    ORDER BY created_at DESC, id DESC LIMIT ${limit}`;
}

/** The statement of a traversal of more than one step: one row of `walk` for each depth. */
export function reachedRelations(sql: Source['sql'], traversal: RelationTraversal) {
  const { entryId, depth, after, limit, ...filter } = traversal;
  return sql`
    WITH RECURSIVE walk AS (
      SELECT 0 AS depth, ARRAY[${entryId}]::uuid[] AS frontier, ARRAY[NULL]::uuid[] AS ways,
             ARRAY[${entryId}]::uuid[] AS visited, '{}'::uuid[] AS seen,
             '{}'::uuid[] AS found, '{}'::uuid[] AS parents
      UNION ALL
      SELECT walk.depth + 1, next.frontier, next.ways, walk.visited || next.frontier,
             walk.seen || step.found, step.found, step.parents
      FROM walk
      CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(id ORDER BY created_at DESC, id DESC), '{}') AS found,
               array_agg(parent ORDER BY created_at DESC, id DESC) AS parents,
               array_agg(other ORDER BY created_at DESC, id DESC) AS others
        FROM (
          SELECT * FROM (
            SELECT DISTINCT ON (near.id) near.id, near.created_at, near.other, here.way AS parent
            FROM unnest(walk.frontier, walk.ways) WITH ORDINALITY AS here (entry_id, way, place)
            CROSS JOIN LATERAL (
              ${neighbours(sql, sql`here.entry_id`, filter, sql``, PER_ENTRY)}
            ) AS near
            WHERE near.id <> ALL (walk.seen)
            ORDER BY near.id, here.place
          ) AS once
          ORDER BY created_at DESC, id DESC LIMIT ${PER_DEPTH}
        ) AS newest
      ) AS step
      CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(entry_id ORDER BY place), '{}') AS frontier,
               coalesce(array_agg(way ORDER BY place), '{}') AS ways
        FROM (
          SELECT * FROM (
            SELECT DISTINCT ON (entry_id) entry_id, way, place
            FROM unnest(step.others, step.found) WITH ORDINALITY AS there (entry_id, way, place)
            WHERE entry_id <> ALL (walk.visited)
            ORDER BY entry_id, place
          ) AS once
          ORDER BY place LIMIT ${FRONTIER}
        ) AS first
      ) AS next
      WHERE walk.depth < ${depth} AND cardinality(walk.frontier) > 0
    )
    SELECT entry_relations.*, reached.depth, reached.parent_relation_id
    FROM (
      SELECT walk.depth, way.id, way.parent_relation_id
      FROM walk, unnest(walk.found, walk.parents) AS way (id, parent_relation_id)
    ) AS reached
    JOIN entry_relations ON entry_relations.id = reached.id
    ${
      after
        ? sql`WHERE reached.depth > ${after.depth}
              OR reached.depth = ${after.depth}
                 AND (entry_relations.created_at, entry_relations.id)
                     < (${after.createdAt}, ${after.id})`
        : sql``
    }
    ORDER BY reached.depth, entry_relations.created_at DESC, entry_relations.id DESC
    LIMIT ${limit}`;
}
