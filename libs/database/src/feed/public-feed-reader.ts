import type { Source } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import { type EntryRecord, selectEntries } from '../entries/entry-columns.ts';
import { type Page, pageOf, type Position } from '../paging.ts';

export interface PublicFeedList {
  /** Only entries with this tag. */
  readonly tag?: string | undefined;
  /** Entries with flags, too. */
  readonly flagged?: boolean | undefined;
  readonly after?: Position | undefined;
  readonly limit: number;
}

/** Reads what anyone may read: entries of public diaries. */
export function publicFeedReader({ sql }: Source) {
  return typedErrors({
    /** The newest first, from one index, whatever the other diaries hold. */
    async list(request: PublicFeedList): Promise<Page<EntryRecord>> {
      const rows = await publicFeedStatement(sql, request);
      return pageOf(rows, request.limit);
    },

    /** Those of `entryIds` that anyone may read, in no order. */
    async getMany(entryIds: readonly string[]): Promise<EntryRecord[]> {
      return sql<EntryRecord[]>`
        ${selectEntries(sql)} JOIN diaries ON diaries.id = entries.diary_id
        WHERE entries.id = ANY (${[...entryIds]}::uuid[]) AND diaries.visibility = 'public'`;
    },

    /** The public diaries, the newest first. */
    async diaryIds(limit: number): Promise<string[]> {
      const rows = await sql<{ id: string }[]>`
        SELECT id FROM diaries WHERE visibility = 'public'
        ORDER BY created_at DESC, id DESC LIMIT ${limit}`;
      return rows.map(({ id }) => id);
    },
  });
}

/** The statement; for its EXPLAIN too. */
export function publicFeedStatement(sql: Source['sql'], request: PublicFeedList) {
  const { tag = '', flagged = false, after, limit } = request;
  const newest = (withFlags: boolean) => sql`
    SELECT * FROM (
     SELECT created_at, entry_id FROM public_feed
     WHERE topic = ${tag} AND flagged = ${withFlags}
       ${after ? sql`AND (created_at, entry_id) < (${after.createdAt}, ${after.id})` : sql``}
     ORDER BY created_at DESC, entry_id DESC LIMIT ${limit + 1}) AS newest_of`;
  return sql<EntryRecord[]>`
    WITH newest AS MATERIALIZED (
      ${newest(false)} ${flagged ? sql`UNION ALL ${newest(true)}` : sql``}
      ORDER BY created_at DESC, entry_id DESC LIMIT ${limit + 1}
    )
    ${selectEntries(sql)}
    JOIN newest ON newest.entry_id = entries.id
    JOIN diaries ON diaries.id = entries.diary_id AND diaries.visibility = 'public'
    ORDER BY entries.created_at DESC, entries.id DESC`;
}
