import type { Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import { selectPacks, type PackEntryRecord, type PackRecord } from './pack-columns.ts';

export type NewPack = Omit<
  PackRecord,
  | 'expiresAt'
  | 'revision'
  | 'createdAt'
  | 'updatedAt'
  | 'creatorName'
  | 'creatorPublicKey'
  | 'creatorFingerprint'
> & { readonly keepDays: number };

export type NewPackEntry = Omit<PackEntryRecord, 'packId'>;

/** Whether a pack is pinned and until when it is kept: never both, never neither. */
export type PackKeeping = Pick<PackRecord, 'pinned' | 'expiresAt'>;

/** Writes packs. */
export function packWriter({ sql }: Transaction) {
  return typedErrors({
    /**
     * Keeps a pack with its entries. One with the same CID is there already: it comes back, kept for
     * as long as a new one would be, and pinned where that is asked.
     * @throws {ForeignKeyViolation} packs_diary_id_fkey: no such diary
     * @throws {ForeignKeyViolation} packs_supersedes_pack_id_fkey: no such pack
     */
    async create(pack: NewPack, entries: readonly NewPackEntry[]): Promise<PackRecord> {
      const [stored] = await sql<[{ id: string }]>`
        INSERT INTO packs (id, diary_id, pack_cid, pack_type, params, creator_id,
                           supersedes_pack_id, pinned, expires_at, token_budget, total_tokens,
                           original_tokens, entries_included, entries_compressed,
                           entries_left_out, elapsed_ms)
        VALUES (${pack.id}, ${pack.diaryId}, ${pack.packCid}, ${pack.packType},
                ${JSON.stringify(pack.params)}::jsonb, ${pack.creatorId},
                ${pack.supersedesPackId}, ${pack.pinned},
                CASE WHEN ${pack.pinned}::boolean THEN NULL
                     ELSE clock_timestamp() + ${pack.keepDays} * interval '1 day' END,
                ${pack.tokenBudget}, ${pack.totalTokens}, ${pack.originalTokens},
                ${pack.entriesIncluded}, ${pack.entriesCompressed}, ${pack.entriesLeftOut},
                ${pack.elapsedMs})
        ON CONFLICT (pack_cid) DO UPDATE
          SET pinned = packs.pinned OR excluded.pinned,
              -- NULL, which is for ever, where either is pinned.
              expires_at = CASE WHEN packs.pinned OR excluded.pinned THEN NULL
                                ELSE greatest(packs.expires_at, excluded.expires_at) END,
              revision = packs.revision + 1, updated_at = clock_timestamp()
        RETURNING id`;
      if (stored.id === pack.id && entries.length > 0) {
        const rows = entries.map((entry) => ({ ...entry, packId: pack.id }));
        await sql`
          INSERT INTO pack_entries ${sql(
            rows,
            'packId',
            'rank',
            'entryId',
            'entryCid',
            'compressionLevel',
            'originalTokens',
            'packedTokens',
            'packedText',
          )}`;
      }
      const [created] = await sql<[PackRecord]>`
        ${selectPacks(sql)} WHERE packs.id = ${stored.id}`;
      return created;
    },

    /** Locks a pack until the transaction ends, against deletion and other changes. False: gone. */
    async lock(packId: string): Promise<boolean> {
      const { count } = await sql`SELECT FROM packs WHERE id = ${packId} FOR UPDATE`;
      return count === 1;
    },

    /** Undefined when it is gone. */
    async keep(
      packId: string,
      { pinned, expiresAt }: PackKeeping,
    ): Promise<PackRecord | undefined> {
      const [pack] = await sql<PackRecord[]>`
        WITH packs AS (
          UPDATE packs
          SET pinned = ${pinned}, expires_at = ${expiresAt}, revision = revision + 1,
              updated_at = clock_timestamp()
          WHERE id = ${packId}
          RETURNING *)
        ${selectPacks(sql)}`;
      return pack;
    },
  });
}
