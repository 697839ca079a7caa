import type { Source } from '../connection/database.ts';
import type { entryRelations } from '../schema/entry-relations.ts';

/** How one entry of a diary stands to another. */
export type EntryRelationRecord = Readonly<typeof entryRelations.$inferSelect>;

/** What the relations of an entry can be narrowed by. Left out: not narrowed. */
export interface RelationFilter {
  readonly relation?: EntryRelationRecord['relation'] | undefined;
  readonly status?: EntryRelationRecord['status'] | undefined;
  /** Which end of a relation the entry is that it is looked up by; either where undefined. */
  readonly direction?: 'as_source' | 'as_target' | 'both' | undefined;
}

/** `AND …` for each part of the filter but the direction, over `entry_relations`. */
export function relationConditions(sql: Source['sql'], { relation, status }: RelationFilter) {
  return [
    relation === undefined ? sql`` : sql`AND relation = ${relation}`,
    status === undefined ? sql`` : sql`AND status = ${status}`,
  ];
}
