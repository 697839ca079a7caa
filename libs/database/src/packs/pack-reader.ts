import type { Source } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { DiaryRecord } from '../diaries/diary-columns.ts';
import { pageOf, type Page, type PageRequest } from '../paging.ts';
import { selectPacks, type PackRecord, type ReadPackEntry } from './pack-columns.ts';

export interface PackList extends PageRequest {
  readonly diaryIds: readonly string[];
  /** Packs that hold this entry. */
  readonly containsEntry?: string | undefined;
}

/** A pack and what decides about the diary that it is of. */
export type PackInDiary = PackRecord & {
  readonly diaryVisibility: DiaryRecord['visibility'];
  readonly diaryTeamId: string;
};

/** Reads packs. */
export function packReader({ sql }: Source) {
  return typedErrors({
    async get(packId: string): Promise<PackRecord | undefined> {
      const [pack] = await sql<PackRecord[]>`${selectPacks(sql)} WHERE packs.id = ${packId}`;
      return pack;
    },

    /** With what decides who may read it, in one round trip. */
    async getInDiary(key: { id: string } | { cid: string }): Promise<PackInDiary | undefined> {
      const condition = 'id' in key ? sql`packs.id = ${key.id}` : sql`packs.pack_cid = ${key.cid}`;
      const [found] = await sql<PackInDiary[]>`
        SELECT pack.*, diaries.visibility AS diary_visibility, diaries.team_id AS diary_team_id
        FROM (${selectPacks(sql)} WHERE ${condition}) AS pack
        JOIN diaries ON diaries.id = pack.diary_id`;
      return found;
    },

    /** Newest first. No diary: none. */
    async list({ diaryIds, containsEntry, after, limit }: PackList): Promise<Page<PackRecord>> {
      const rows = await sql<PackRecord[]>`
        ${selectPacks(sql)}
        WHERE packs.diary_id = ANY (${[...diaryIds]}::uuid[])
          ${
            containsEntry === undefined
              ? sql``
              : sql`AND EXISTS (
              SELECT FROM pack_entries
              WHERE entry_id = ${containsEntry} AND pack_id = packs.id)`
          }
          ${after ? sql`AND (packs.created_at, packs.id) < (${after.createdAt}, ${after.id})` : sql``}
        ORDER BY packs.created_at DESC, packs.id DESC
        LIMIT ${limit + 1}`;
      return pageOf(rows, limit);
    },

    /** The entries of packs by rank, without what was packed of them. */
    async entries(packIds: readonly string[]): Promise<ReadPackEntry[]> {
      return sql<ReadPackEntry[]>`
        SELECT pack_id, rank, entry_id, entry_cid, compression_level, original_tokens,
               packed_tokens
        FROM pack_entries WHERE pack_id = ANY (${[...packIds]}::uuid[]) ORDER BY pack_id, rank`;
    },

    /** The entries of one pack by rank, with what was packed of them. */
    async packedEntries(packId: string): Promise<(ReadPackEntry & { packedText: string })[]> {
      return sql<(ReadPackEntry & { packedText: string })[]>`
        SELECT * FROM pack_entries WHERE pack_id = ${packId} ORDER BY rank`;
    },
  });
}
