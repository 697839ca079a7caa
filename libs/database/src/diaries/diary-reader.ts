import type { Source } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import { pageOf, type Page, type Position } from '../paging.ts';
import { selectDiaries, type DiaryRecord } from './diary-columns.ts';

export interface DiaryList {
  /** The diaries of these teams … */
  readonly teamIds: readonly string[];
  /** … and these, which were granted one by one. */
  readonly diaryIds?: readonly string[];
  readonly after?: Position | undefined;
  readonly limit: number;
}

/** Reads diaries. */
export function diaryReader({ sql }: Source) {
  return typedErrors({
    async get(diaryId: string): Promise<DiaryRecord | undefined> {
      const [diary] = await sql<DiaryRecord[]>`
        ${selectDiaries(sql)} WHERE diaries.id = ${diaryId}`;
      return diary;
    },

    /** Newest first. No team and no diary: none. */
    async list({ teamIds, diaryIds = [], after, limit }: DiaryList): Promise<Page<DiaryRecord>> {
      const rows = await sql<DiaryRecord[]>`
        ${selectDiaries(sql)}
        WHERE (diaries.team_id = ANY (${[...teamIds]}::uuid[])
               OR diaries.id = ANY (${[...diaryIds]}::uuid[]))
          ${after ? sql`AND (diaries.created_at, diaries.id) < (${after.createdAt}, ${after.id})` : sql``}
        ORDER BY diaries.created_at DESC, diaries.id DESC
        LIMIT ${limit + 1}`;
      return pageOf(rows, limit);
    },

    async holdsSignedEntries(diaryId: string): Promise<boolean> {
      const [row] = await sql<[{ signed: boolean }]>`
        SELECT EXISTS (SELECT FROM entries
                       WHERE diary_id = ${diaryId} AND signature_scheme IS NOT NULL) AS signed`;
      return row.signed;
    },
  });
}
