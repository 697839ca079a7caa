import type { PackDiff } from '@moltnet/contract';
import type { ReadPackEntry } from '@moltnet/database';

type Entry = Omit<ReadPackEntry, 'packId' | 'packedText'>;

/**
 * What changes from one pack to another, entry by entry: an entry whose content or level differs is
 * changed, one whose rank differs is reordered, and it may be both.
 * @param before - by rank
 * @param after - by rank
 */
export function diff(before: readonly Entry[], after: readonly Entry[]): PackDiff {
  const old = new Map(before.map((entry) => [entry.entryId, entry]));
  const now = new Set(after.map(({ entryId }) => entryId));
  const added = after.filter(({ entryId }) => !old.has(entryId)).map(placeOf);
  const removed = before.filter(({ entryId }) => !now.has(entryId)).map(placeOf);
  const reordered: PackDiff['reordered'] = [];
  const changed: PackDiff['changed'] = [];
  let unchanged = 0;
  for (const to of after) {
    const from = old.get(to.entryId);
    if (!from) continue;
    const { entryId } = to;
    const moved = from.rank !== to.rank;
    const differs = from.entryCid !== to.entryCid || from.compressionLevel !== to.compressionLevel;
    if (moved) reordered.push({ entryId, fromRank: from.rank, toRank: to.rank });
    if (differs) changed.push({ entryId, from: versionOf(from), to: versionOf(to) });
    if (!moved && !differs) unchanged += 1;
  }
  return {
    added,
    removed,
    reordered,
    changed,
    stats: {
      added: added.length,
      removed: removed.length,
      reordered: reordered.length,
      changed: changed.length,
      unchanged,
      tokensBefore: tokensOf(before),
      tokensAfter: tokensOf(after),
    },
  };
}

function versionOf({ entryCid, compressionLevel, packedTokens }: Entry) {
  return { entryCidSnapshot: entryCid, compressionLevel, packedTokens };
}

function placeOf(entry: Entry): PackDiff['added'][number] {
  return { entryId: entry.entryId, rank: entry.rank, ...versionOf(entry) };
}

const tokensOf = (entries: readonly Entry[]): number =>
  entries.reduce((sum, { packedTokens }) => sum + packedTokens, 0);
