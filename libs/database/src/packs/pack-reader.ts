import type { Source } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { DiaryRecord } from '../diaries/diary-columns.ts';
import type { DiaryList } from '../diaries/diary-reader.ts';
import { pageOf, type Page, type PageRequest } from '../paging.ts';
import { selectPacks, type PackRecord, type ReadPackEntry } from './pack-columns.ts';

export interface PackList extends PageRequest {
  readonly diaryIds: readonly string[];
  /** Packs that hold this entry. */
  readonly containsEntry?: string | undefined;
}

/** The packs of all diaries that a caller may be able to read. */
export type ReachedPackList = Pick<DiaryList, 'teamIds' | 'diaryIds' | 'teamId'> &
  Omit<PackList, 'diaryIds'>;

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
          ${containing(sql, containsEntry)}
          ${after ? sql`AND (packs.created_at, packs.id) < (${after.createdAt}, ${after.id})` : sql``}
        ORDER BY packs.created_at DESC, packs.id DESC
        LIMIT ${limit + 1}`;
      return pageOf(rows, limit);
    },

    /**
     * Newest first, of each diary in reach no more than a page from its index. No team and no diary:
     * none.
     */
    async listReached({
      teamIds,
      diaryIds = [],
      teamId,
      containsEntry,
      after,
      limit,
    }: ReachedPackList): Promise<Page<PackInDiary>> {
      const rows = await sql<PackInDiary[]>`
        WITH reached AS (
          SELECT id, visibility, team_id FROM diaries
          WHERE (team_id = ANY (${[...teamIds]}::uuid[]) OR id = ANY (${[...diaryIds]}::uuid[]))
            ${teamId === undefined ? sql`` : sql`AND team_id = ${teamId}`}
        ), newest AS (
          SELECT pack.id, visibility AS diary_visibility, team_id AS diary_team_id
          FROM reached CROSS JOIN LATERAL (
            SELECT id, created_at FROM packs
            WHERE diary_id = reached.id
              ${containing(sql, containsEntry)}
              ${after ? sql`AND (created_at, id) < (${after.createdAt}, ${after.id})` : sql``}
            ORDER BY created_at DESC, id DESC LIMIT ${limit + 1}
          ) AS pack
          ORDER BY pack.created_at DESC, pack.id DESC LIMIT ${limit + 1}
        )
        SELECT pack.*, diary_visibility, diary_team_id
        FROM newest JOIN (${selectPacks(sql)}) AS pack ON pack.id = newest.id
        ORDER BY pack.created_at DESC, pack.id DESC`;
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

/** `AND …`: packs that hold the entry, where one is named. */
const containing = (sql: Source['sql'], entryId: string | undefined) =>
  entryId === undefined
    ? sql``
    : sql`AND EXISTS (
        SELECT FROM pack_entries WHERE entry_id = ${entryId} AND pack_id = packs.id)`;
