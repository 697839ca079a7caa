import type { Source } from '../connection/database.ts';
import type { EntryRecord } from './entry-columns.ts';

export type EntryType = EntryRecord['entryType'];

/** What a list or a search of entries can be narrowed by. Left out or empty: not narrowed. */
export interface EntryFilter {
  readonly ids?: readonly string[] | undefined;
  /** Entries that have all of these. */
  readonly tags?: readonly string[] | undefined;
  /** Entries that have none of these. */
  readonly excludeTags?: readonly string[] | undefined;
  readonly entryTypes?: readonly EntryType[] | undefined;
  /** RFC 3339; entries later than this. */
  readonly createdAfter?: string | undefined;
  /** RFC 3339; entries earlier than this. */
  readonly createdBefore?: string | undefined;
  readonly excludeSuperseded?: boolean | undefined;
  /** Leaves out what the screens have flagged. */
  readonly excludeFlagged?: boolean | undefined;
}

/** `AND …` for each part of the filter, over `entries`. */
export function entryConditions(sql: Source['sql'], filter: EntryFilter) {
  const { ids, tags, excludeTags, entryTypes, createdAfter, createdBefore } = filter;
  return [
    ids?.length ? sql`AND entries.id = ANY (${[...ids]}::uuid[])` : sql``,
    tags?.length ? sql`AND entries.tags @> ${[...tags]}::text[]` : sql``,
    excludeTags?.length ? sql`AND NOT entries.tags && ${[...excludeTags]}::text[]` : sql``,
    // Spelt out, because the index of words and types has no use for `= ANY`.
    entryTypes?.length
      ? sql`AND (false ${entryTypes.map((type) => sql`OR entries.entry_type = ${type}`)})`
      : sql``,
    createdAfter ? sql`AND entries.created_at > ${createdAfter}::timestamptz` : sql``,
    createdBefore ? sql`AND entries.created_at < ${createdBefore}::timestamptz` : sql``,
    filter.excludeSuperseded ? sql`AND entries.superseded_by IS NULL` : sql``,
    filter.excludeFlagged
      ? sql`AND NOT entries.injection_risk AND cardinality(entries.content_flags) = 0`
      : sql``,
  ];
}
