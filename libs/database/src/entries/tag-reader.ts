import type { Source } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { EntryType } from './entry-filter.ts';

export interface TagList {
  readonly diaryId: string;
  /** Tags that begin with this, letter case as it is. */
  readonly prefix?: string | undefined;
  /** Tags of at least so many entries. */
  readonly minCount?: number | undefined;
  readonly entryTypes?: readonly EntryType[] | undefined;
}

export interface TagCount {
  readonly tag: string;
  readonly count: number;
}

/** Reads the tags of a diary. */
export function tagReader({ sql }: Source) {
  return typedErrors({
    /** The most frequent first. Reads every entry of the diary. */
    async list({ diaryId, prefix, minCount = 1, entryTypes }: TagList): Promise<TagCount[]> {
      return sql<TagCount[]>`
        SELECT tag, count(*) AS count
        FROM entries, unnest(tags) AS tag
        WHERE diary_id = ${diaryId}
          ${entryTypes?.length ? sql`AND entry_type = ANY (${[...entryTypes]}::text[])` : sql``}
          ${prefix ? sql`AND starts_with(tag, ${prefix})` : sql``}
        GROUP BY tag HAVING count(*) >= ${minCount}
        ORDER BY count DESC, tag COLLATE "C"`;
    },
  });
}
