import type { Pack, PackedEntry, RenderedPackSummary } from '@moltnet/contract';
import type { PackRecord, ReadPackEntry } from '@moltnet/database';
import { creatorView } from '@moltnet/diary';
import { ratios } from './compile.ts';

/** What a pack is answered with besides itself. */
export interface PackParts {
  readonly entries?: readonly ReadPackEntry[] | undefined;
  readonly rendered?: RenderedPackSummary[] | undefined;
}

/** A record as the `Pack` of API.md. */
export function packView(record: PackRecord, { entries, rendered }: PackParts = {}): Pack {
  const { id, diaryId, packCid, packType, params, tokenBudget, supersedesPackId } = record;
  const { pinned, expiresAt, revision, createdAt, updatedAt } = record;
  const { totalTokens, entriesIncluded, entriesCompressed, entriesLeftOut, elapsedMs } = record;
  const counted = { totalTokens, entriesIncluded, entriesCompressed, entriesLeftOut };
  return {
    packId: id,
    packCid,
    diaryId,
    packType,
    params,
    tokenBudget,
    supersedesPackId,
    pinned,
    expiresAt,
    compileStats: { ...counted, ...ratios(record), elapsedMs },
    ...(entries && { entries: entries.map(packedEntryView) }),
    ...(rendered && { rendered }),
    creator: creatorView({
      identityId: record.creatorId,
      name: record.creatorName,
      publicKey: record.creatorPublicKey,
      fingerprint: record.creatorFingerprint,
    }),
    revision,
    createdAt,
    updatedAt,
  };
}

/** An entry of a pack, with what was packed of it where that was read. */
export function packedEntryView(entry: Omit<ReadPackEntry, 'packId'>): PackedEntry {
  const { entryId, entryCid, rank, compressionLevel, originalTokens, packedTokens } = entry;
  return {
    entryId,
    entryCidSnapshot: entryCid,
    rank,
    compressionLevel,
    originalTokens,
    packedTokens,
    ...(entry.packedText !== undefined && { packedText: entry.packedText }),
  };
}
