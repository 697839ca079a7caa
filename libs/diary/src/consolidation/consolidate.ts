import type { Principal } from '@moltnet/auth';
import type { ConsolidateInput, Consolidation, SuggestedAction } from '@moltnet/contract';
import { diaryReader } from '@moltnet/database';
import type { DiaryDependencies } from '../dependencies.ts';
import type { ClusteringThread } from './clustering-thread.ts';
import { readMemories, readTexts } from './read-memories.ts';

/** Bytes before the numbers of a halfvec on the wire: how many there are, and two that are unused. */
const HALFVEC_HEADER = 4;

/**
 * Groups entries of a diary that say the same, and says what could be done about each group;
 * changes nothing (API.md, "Working on a memory"; docs/consolidation.md). What another entry has
 * superseded is left out, unless it is named.
 * @throws Problem 404 where the diary may not be read, 503 while too many ask for this
 */
export async function consolidateDiary(
  { db, permissions, clustering }: DiaryDependencies & { clustering: ClusteringThread },
  principal: Principal,
  diaryId: string,
  { entryIds, threshold, ...window }: ConsolidateInput,
): Promise<Consolidation> {
  const { id } = await permissions.require(principal, 'read', await diaryReader(db).get(diaryId));
  const ids = entryIds && [...new Set(entryIds.map((entryId) => entryId.toLowerCase()))];
  const filter = { ...window, ids, excludeSuperseded: ids === undefined };
  const { rows, truncated } = await readMemories(db, id, filter);
  const embedded = rows.filter(({ vector }) => vector !== null);
  const unembedded = rows.length - embedded.length;
  const texts =
    unembedded === 0
      ? undefined
      : await readTexts(
          db,
          rows.map((row) => row.id),
        );
  const clusters = await clustering.cluster({
    threshold,
    memories: rows.map(({ vector, ...row }) => {
      return { ...row, embedded: vector !== null, text: texts?.get(row.id) };
    }),
    vectors: packed(embedded.flatMap(({ vector }) => vector ?? [])),
  });
  const suggested = (action: SuggestedAction): number =>
    clusters.filter(({ suggestedAction }) => suggestedAction === action).length;
  return {
    clusters,
    stats: {
      entries: rows.length,
      unembedded,
      missing: ids === undefined ? 0 : ids.length - rows.length,
      truncated,
      clusters: clusters.length,
      merge: suggested('merge'),
      review: suggested('review'),
      keep: suggested('keep'),
    },
  };
}

/** The numbers of all vectors in one block of its own, for another thread to take. */
function packed(vectors: readonly Buffer[]): ArrayBuffer {
  const numbers = vectors.map((vector) => vector.subarray(HALFVEC_HEADER));
  const block = new Uint8Array(numbers.reduce((size, { byteLength }) => size + byteLength, 0));
  let at = 0;
  for (const part of numbers) {
    block.set(part, at);
    at += part.byteLength;
  }
  return block.buffer;
}
