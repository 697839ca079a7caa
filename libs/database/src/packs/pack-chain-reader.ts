import type { Source } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { PackRecord } from './pack-columns.ts';

/** A pack on the way back from another along what each replaces. */
export type PackInChain = Pick<PackRecord, 'id' | 'packCid' | 'supersedesPackId' | 'createdAt'>;

/** Reads what packs replace. */
export function packChainReader({ sql }: Source) {
  return typedErrors({
    /** The pack, then those that it replaces directly and indirectly, at most `depth` of them. */
    async back(packId: string, depth: number): Promise<PackInChain[]> {
      return sql<PackInChain[]>`
        WITH RECURSIVE chain AS (
          SELECT id, pack_cid, supersedes_pack_id, created_at, diary_id, 0 AS depth
          FROM packs WHERE id = ${packId}
          UNION ALL
          SELECT older.id, older.pack_cid, older.supersedes_pack_id, older.created_at,
                 older.diary_id, chain.depth + 1
          FROM chain
          JOIN packs AS older
            ON older.id = chain.supersedes_pack_id AND older.diary_id = chain.diary_id
          WHERE chain.depth < ${depth})
        SELECT id, pack_cid, supersedes_pack_id, created_at FROM chain ORDER BY depth`;
    },
  });
}
