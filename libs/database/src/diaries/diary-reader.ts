import type { Source } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import { pageOf, type Page, type PageRequest } from '../paging.ts';
import { selectDiaries, type DiaryRecord } from './diary-columns.ts';

export interface DiaryList extends PageRequest {
  /** The diaries of these teams … */
  readonly teamIds: readonly string[];
  /** … and these, which were granted one by one. */
  readonly diaryIds?: readonly string[] | undefined;
  /** Of all these only the diaries of this team. */
  readonly teamId?: string | undefined;
}

/** Reads diaries. */
export function diaryReader({ sql }: Source) {
  return typedErrors({
    async get(diaryId: string): Promise<DiaryRecord | undefined> {
      const [diary] = await sql<DiaryRecord[]>`
        ${selectDiaries(sql)} WHERE diaries.id = ${diaryId}`;
      return diary;
    },

    /** Those of `diaryIds` that exist, in no order. */
    async getMany(diaryIds: readonly string[]): Promise<DiaryRecord[]> {
      return sql<DiaryRecord[]>`
        ${selectDiaries(sql)} WHERE diaries.id = ANY (${[...diaryIds]}::uuid[])`;
    },

    /** Newest first. No team and no diary: none. */
    async list({
      teamIds,
      diaryIds = [],
      teamId,
      after,
      offset = 0,
      limit,
    }: DiaryList): Promise<Page<DiaryRecord>> {
      const rows = await sql<DiaryRecord[]>`
        ${selectDiaries(sql)}
        WHERE (diaries.team_id = ANY (${[...teamIds]}::uuid[])
               OR diaries.id = ANY (${[...diaryIds]}::uuid[]))
          ${teamId === undefined ? sql`` : sql`AND diaries.team_id = ${teamId}`}
          ${after ? sql`AND (diaries.created_at, diaries.id) < (${after.createdAt}, ${after.id})` : sql``}
        ORDER BY diaries.created_at DESC, diaries.id DESC
        LIMIT ${limit + 1} OFFSET ${offset}`;
      return pageOf(rows, limit);
    },

    /** How many diaries `list` would page through. */
    async count({
      teamIds,
      diaryIds = [],
      teamId,
    }: Omit<DiaryList, keyof PageRequest>): Promise<number> {
      const [row] = await sql<[{ count: number }]>`
        SELECT count(*) FROM diaries
        WHERE (team_id = ANY (${[...teamIds]}::uuid[]) OR id = ANY (${[...diaryIds]}::uuid[]))
          ${teamId === undefined ? sql`` : sql`AND team_id = ${teamId}`}`;
      return row.count;
    },

    /** An entry of the diary with more than `characters` in its content. Reads all of them. */
    async longerEntry(diaryId: string, characters: number): Promise<string | undefined> {
      const [entry] = await sql<{ id: string }[]>`
        SELECT id FROM entries
        WHERE diary_id = ${diaryId} AND char_length(content) > ${characters} LIMIT 1`;
      return entry?.id;
    },
  });
}
