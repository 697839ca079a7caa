import type { Source } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { DiaryRecord } from '../diaries/diary-columns.ts';
import { pageOf, type Page, type PageRequest } from '../paging.ts';
import {
  selectRenderedPacks,
  type RenderedPackRecord,
  type RenderedPackRow,
} from './rendered-pack-columns.ts';

export interface RenderedPackList extends PageRequest {
  /** All of a diary, or of one pack. */
  readonly of: { readonly diaryId: string } | { readonly packId: string };
}

/** A rendered pack and what decides about the diary that it is of. */
export type RenderedPackInDiary = RenderedPackRecord & {
  readonly diaryVisibility: DiaryRecord['visibility'];
  readonly diaryTeamId: string;
};

/** Reads rendered packs. */
export function renderedPackReader({ sql }: Source) {
  return typedErrors({
    /** With what decides who may read it, in one round trip. */
    async getInDiary(id: string): Promise<RenderedPackInDiary | undefined> {
      const markdown = sql`, rendered_packs.rendered_markdown`;
      const [found] = await sql<RenderedPackInDiary[]>`
        SELECT rendered.*, diaries.visibility AS diary_visibility,
               diaries.team_id AS diary_team_id
        FROM (${selectRenderedPacks(sql, markdown)} WHERE rendered_packs.id = ${id}) AS rendered
        JOIN diaries ON diaries.id = rendered.diary_id`;
      return found;
    },

    async get(id: string): Promise<RenderedPackRecord | undefined> {
      const markdown = sql`, rendered_packs.rendered_markdown`;
      const [found] = await sql<RenderedPackRecord[]>`
        ${selectRenderedPacks(sql, markdown)} WHERE rendered_packs.id = ${id}`;
      return found;
    },

    /** Newest first, without their Markdown. */
    async list({ of, after, limit }: RenderedPackList): Promise<Page<RenderedPackRow>> {
      const rows = await sql<RenderedPackRow[]>`
        ${selectRenderedPacks(sql)}
        WHERE ${
          'packId' in of
            ? sql`rendered_packs.source_pack_id = ${of.packId}`
            : sql`rendered_packs.diary_id = ${of.diaryId}`
        }
          ${after ? sql`AND (rendered_packs.created_at, rendered_packs.id) < (${after.createdAt}, ${after.id})` : sql``}
        ORDER BY rendered_packs.created_at DESC, rendered_packs.id DESC
        LIMIT ${limit + 1}`;
      return pageOf(rows, limit);
    },

    /** The newest `limit` of each pack, without their Markdown. */
    async newestOf(packIds: readonly string[], limit: number): Promise<RenderedPackRow[]> {
      return sql<RenderedPackRow[]>`
        SELECT newest.*
        FROM unnest(${[...packIds]}::uuid[]) AS pack (id),
        LATERAL (${selectRenderedPacks(sql)}
                 WHERE rendered_packs.source_pack_id = pack.id
                 ORDER BY rendered_packs.created_at DESC, rendered_packs.id DESC
                 LIMIT ${limit}) AS newest`;
    },
  });
}
