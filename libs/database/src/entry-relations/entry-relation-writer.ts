import type { Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { EntryRelationRecord } from './relation-columns.ts';

export type NewEntryRelation = Pick<
  EntryRelationRecord,
  'id' | 'sourceId' | 'targetId' | 'relation' | 'status' | 'proposedBy' | 'decidedBy'
>;

/** Entries above one that `supersedesItself` follows; a longer history is not told apart from a cycle. */
const MAX_ABOVE = 10_000;

/** Writes how entries stand to each other. `superseded_by` of the entries follows by itself. */
export function entryRelationWriter({ sql }: Transaction) {
  return typedErrors({
    /**
     * Relates entries of one diary, with what they say now as snapshots. Left out is what is related
     * in this way already, and what is not two entries of the diary.
     * @throws {ForeignKeyViolation} entry_relations_source_id_fkey, entry_relations_target_id_fkey:
     *   deleted at this moment
     */
    async insertMany(
      diaryId: string,
      relations: readonly NewEntryRelation[],
    ): Promise<EntryRelationRecord[]> {
      const column = <Name extends keyof NewEntryRelation>(name: Name) =>
        relations.map((relation) => relation[name]);
      return sql<EntryRelationRecord[]>`
        INSERT INTO entry_relations (id, diary_id, source_id, target_id, relation, status,
                                     proposed_by, decided_by, source_cid_snapshot,
                                     target_cid_snapshot)
        SELECT made.id, ${diaryId}, source.id, target.id, made.relation, made.status,
               made.proposed_by, made.decided_by, source.content_hash, target.content_hash
        FROM unnest(${column('id')}::uuid[], ${column('sourceId')}::uuid[],
                    ${column('targetId')}::uuid[], ${column('relation')}::text[],
                    ${column('status')}::text[], ${column('proposedBy')}::uuid[],
                    ${column('decidedBy')}::uuid[])
             AS made (id, source_id, target_id, relation, status, proposed_by, decided_by)
        JOIN entries AS source ON source.id = made.source_id AND source.diary_id = ${diaryId}
        JOIN entries AS target ON target.id = made.target_id AND target.diary_id = ${diaryId}
        WHERE source.id <> target.id
        ON CONFLICT (source_id, target_id, relation) DO NOTHING
        RETURNING *`;
    },

    /** Undefined when it is gone. */
    async setStatus(
      relationId: string,
      status: EntryRelationRecord['status'],
      decidedBy: string | null,
    ): Promise<EntryRelationRecord | undefined> {
      const [relation] = await sql<EntryRelationRecord[]>`
        UPDATE entry_relations
        SET status = ${status}, decided_by = ${decidedBy}, updated_at = clock_timestamp()
        WHERE id = ${relationId}
        RETURNING *`;
      return relation;
    },

    async delete(relationId: string): Promise<void> {
      await sql`DELETE FROM entry_relations WHERE id = ${relationId}`;
    },

    /**
     * Whether one of the entries supersedes itself by way of others, what is only proposed included.
     * Looks upwards, from an entry to what supersedes it: a new entry has nothing above it.
     */
    async supersedesItself(entryIds: readonly string[]): Promise<boolean> {
      const [row] = await sql<[{ found: boolean }]>`
        WITH RECURSIVE above AS (
          SELECT target_id AS root, source_id AS id FROM entry_relations
          WHERE target_id = ANY (${[...entryIds]}::uuid[])
            AND relation = 'supersedes' AND status <> 'rejected'
          UNION
          SELECT above.root, next.source_id
          FROM above JOIN entry_relations AS next ON next.target_id = above.id
          WHERE next.relation = 'supersedes' AND next.status <> 'rejected' AND above.id <> above.root
        )
        SELECT coalesce(bool_or(root = id), false) OR count(*) > ${MAX_ABOVE} AS found
        FROM (SELECT root, id FROM above LIMIT ${MAX_ABOVE + 1}) AS bounded`;
      return row.found;
    },
  });
}
