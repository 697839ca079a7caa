import type { Source } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { DiaryRecord } from '../diaries/diary-columns.ts';
import { pageOf, type Page, type PageRequest } from '../paging.ts';
import type { Subject } from '../teams/team-reader.ts';
import { selectEntries, type EntryRecord } from './entry-columns.ts';
import { entryConditions, type EntryFilter } from './entry-filter.ts';

export interface EntryList extends EntryFilter, PageRequest {
  readonly diaryId: string;
}

/** An entry and what decides about the diary that it is in. */
export type EntryInDiary = EntryRecord & {
  readonly diaryVisibility: DiaryRecord['visibility'];
  readonly diaryTeamId: string;
  /** Whether it is shared with the reader by itself. */
  readonly shared: boolean;
};

/** Reads entries. Reading changes nothing; count it with entryAccessWriter. */
export function entryReader({ sql }: Source) {
  return typedErrors({
    async get(entryId: string): Promise<EntryRecord | undefined> {
      const [entry] = await sql<EntryRecord[]>`
        ${selectEntries(sql)} WHERE entries.id = ${entryId}`;
      return entry;
    },

    /**
     * Each with what decides who may read it, in one round trip.
     * @returns in the order of `asked`, undefined where there is none
     */
    async getManyInDiaries(
      asked: readonly { entryId: string; subject: Subject }[],
    ): Promise<(EntryInDiary | undefined)[]> {
      const rows = await sql<(EntryInDiary & { number: number })[]>`
        SELECT asked.number, entry.*,
               diaries.visibility AS diary_visibility, diaries.team_id AS diary_team_id,
               EXISTS (SELECT FROM entry_shares
                       WHERE entry_id = entry.id
                         AND subject_id = asked.subject_id
                         AND subject_ns = asked.subject_ns) AS shared
        FROM unnest(${asked.map(({ entryId }) => entryId)}::uuid[],
                    ${asked.map(({ subject }) => subject.subjectId)}::uuid[],
                    ${asked.map(({ subject }) => subject.subjectNs)}::text[])
               WITH ORDINALITY AS asked (entry_id, subject_id, subject_ns, number)
        JOIN (${selectEntries(sql)}) AS entry ON entry.id = asked.entry_id
        JOIN diaries ON diaries.id = entry.diary_id`;
      const found = new Map(rows.map(({ number, ...entry }) => [number - 1, entry]));
      return asked.map((_, index) => found.get(index));
    },

    /** Those of `entryIds` that exist, in no order. */
    async getMany(entryIds: readonly string[]): Promise<EntryRecord[]> {
      return sql<EntryRecord[]>`
        ${selectEntries(sql)} WHERE entries.id = ANY (${[...entryIds]}::uuid[])`;
    },

    /** Which of `entryIds` exist, with where and what they are. */
    async existing(
      entryIds: readonly string[],
    ): Promise<Pick<EntryRecord, 'id' | 'diaryId' | 'contentHash'>[]> {
      return sql<Pick<EntryRecord, 'id' | 'diaryId' | 'contentHash'>[]>`
        SELECT id, diary_id, content_hash FROM entries WHERE id = ANY (${[...entryIds]}::uuid[])`;
    },

    /** One diary's entries, newest first. */
    async list({
      diaryId,
      after,
      offset = 0,
      limit,
      ...filter
    }: EntryList): Promise<Page<EntryRecord>> {
      const rows = await sql<EntryRecord[]>`
        ${selectEntries(sql)}
        WHERE entries.diary_id = ${diaryId}
          ${entryConditions(sql, filter)}
          ${after ? sql`AND (entries.created_at, entries.id) < (${after.createdAt}, ${after.id})` : sql``}
        ORDER BY entries.created_at DESC, entries.id DESC
        LIMIT ${limit + 1} OFFSET ${offset}`;
      return pageOf(rows, limit);
    },

    /** How many entries `list` would page through; reads all of them. */
    async count({ diaryId, ...filter }: EntryFilter & { diaryId: string }): Promise<number> {
      const [row] = await sql<[{ count: number }]>`
        SELECT count(*) FROM entries
        WHERE entries.diary_id = ${diaryId} ${entryConditions(sql, filter)}`;
      return row.count;
    },
  });
}
