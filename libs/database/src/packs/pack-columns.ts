import type { Source } from '../connection/database.ts';
import type { packEntries, packs } from '../schema/packs.ts';

/** A pack without its entries, with what a response says of its creator. */
export type PackRecord = Readonly<typeof packs.$inferSelect> & {
  /** Null when the creator is no agent. */
  readonly creatorName: string | null;
  readonly creatorPublicKey: string | null;
  readonly creatorFingerprint: string | null;
};

export type PackEntryRecord = Readonly<typeof packEntries.$inferSelect>;
/** An entry of a pack; the text only where it was asked for. */
export type ReadPackEntry = Omit<PackEntryRecord, 'packedText'> & {
  readonly packedText?: string;
};

/** SELECT list and joins of a PackRecord, from `packs` or a CTE of that name. */
export function selectPacks(sql: Source['sql']) {
  return sql`
    SELECT packs.*,
           agents.name AS creator_name,
           agents.public_key AS creator_public_key,
           agents.fingerprint AS creator_fingerprint
    FROM packs LEFT JOIN agents ON agents.identity_id = packs.creator_id`;
}
