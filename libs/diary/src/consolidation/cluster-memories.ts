import type { EntryType, SuggestedAction } from '@moltnet/contract';
import { averageLinkage, cutAt } from './average-linkage.ts';
import { SAME_SIMILARITY } from './same-similarity.ts';
import { type SimilarityMatrix, similarityMatrix } from './similarity-matrix.ts';

/** How much less central than the most central an entry may be and still stand for a cluster. */
const CENTRALITY_TOLERANCE = 0.005;

/** What is known of an entry when memories are grouped. */
export interface Memory {
  readonly id: string;
  /** Of unit length; undefined where it has none yet. */
  readonly vector: Float32Array | undefined;
  /** Equal where two say the same but for letter case and white space. */
  readonly text: string | undefined;
  readonly entryType: EntryType;
  readonly signed: boolean;
  readonly injectionRisk: boolean;
  readonly importance: number;
  /** RFC 3339, in UTC with microseconds. */
  readonly createdAt: string;
}

/** Memories that belong together. */
export interface MemoryCluster {
  readonly representativeId: string;
  /** Ascending, the representative among them. */
  readonly entryIds: string[];
  /** Mean over every two of them; 1 for one alone. */
  readonly similarity: number;
  readonly suggestedAction: SuggestedAction;
}

/**
 * Groups memories by average linkage, cut at `threshold`. A function of the set: the order in which
 * they come does not matter, each is in one cluster, and a higher threshold only divides what a
 * lower one has put together. One without a vector takes that of the one that has the same text.
 * @returns the largest first, then the most alike
 */
export function clusterMemories(memories: readonly Memory[], threshold: number): MemoryCluster[] {
  const ordered = memories.toSorted(byId);
  const { placed, unplaced } = place(ordered);
  const vectors = placed.map(({ vector }) => vector);
  const matrix = similarityMatrix(vectors, vectors[0]?.length ?? 0);
  const groups = cutAt(averageLinkage(matrix), vectors.length, threshold);
  return [
    ...groups.map((group) =>
      describe(
        placed.map(({ memory }) => memory),
        matrix,
        group,
      ),
    ),
    ...sameTexts(unplaced),
  ].sort(largestFirst);
}

interface Placed {
  readonly memory: Memory;
  readonly vector: Float32Array;
}

function place(memories: readonly Memory[]): { placed: Placed[]; unplaced: Memory[] } {
  const byText = new Map<string, Float32Array>();
  for (const { text, vector } of memories) {
    if (text !== undefined && vector && !byText.has(text)) byText.set(text, vector);
  }
  const placed: Placed[] = [];
  const unplaced: Memory[] = [];
  for (const memory of memories) {
    const vector =
      memory.vector ?? (memory.text === undefined ? undefined : byText.get(memory.text));
    if (vector) placed.push({ memory, vector });
    else unplaced.push(memory);
  }
  return { placed, unplaced };
}

/** Clusters of those that nothing is known of but their text. */
function sameTexts(memories: readonly Memory[]): MemoryCluster[] {
  const groups = Map.groupBy(memories, ({ id, text }) => text ?? id);
  return [...groups.values()].map((group) => {
    const values = new Float32Array(group.length ** 2).fill(1);
    const alike = { values, stride: group.length, count: group.length };
    return describe(group, alike, [...group.keys()]);
  });
}

function describe(
  memories: readonly Memory[],
  matrix: SimilarityMatrix,
  group: readonly number[],
): MemoryCluster {
  const centralities = group.map((point) => centralityOf(matrix, group, point));
  const enough = Math.max(...centralities) - CENTRALITY_TOLERANCE;
  const members = group.map((point) => memories[point]!);
  const central = members.filter((_, index) => centralities[index]! >= enough);
  const representative = central.toSorted(bestFirst)[0]!;
  const at = group[members.indexOf(representative)]!;
  const least = Math.min(...group.map((point) => matrix.values[at * matrix.stride + point]!));
  const mean = centralities.reduce((sum, value) => sum + value, 0) / centralities.length;
  return {
    representativeId: representative.id,
    entryIds: members.map(({ id }) => id),
    similarity: Math.round(mean * 1e4) / 1e4,
    suggestedAction: actionFor(members, least),
  };
}

/** Mean similarity of a point to the others of its group. */
function centralityOf(matrix: SimilarityMatrix, group: readonly number[], point: number): number {
  if (group.length === 1) return 1;
  let sum = 0;
  for (const other of group) {
    if (other !== point) sum += matrix.values[point * matrix.stride + other]!;
  }
  return sum / (group.length - 1);
}

function actionFor(members: readonly Memory[], leastSimilarity: number): SuggestedAction {
  const [first] = members;
  if (members.length === 1) return 'keep';
  const oneKind = members.every(({ entryType }) => entryType === first?.entryType);
  const safe = members.every(({ injectionRisk }) => !injectionRisk);
  return oneKind && safe && leastSimilarity >= SAME_SIMILARITY ? 'merge' : 'review';
}

/** Signed before unsigned, then the more important, then the newer. */
function bestFirst(a: Memory, b: Memory): number {
  return (
    Number(b.signed) - Number(a.signed) ||
    b.importance - a.importance ||
    compare(b.createdAt, a.createdAt) ||
    byId(a, b)
  );
}

function byId(a: Memory, b: Memory): number {
  return compare(a.id, b.id);
}

function largestFirst(a: MemoryCluster, b: MemoryCluster): number {
  return (
    b.entryIds.length - a.entryIds.length ||
    b.similarity - a.similarity ||
    compare(a.representativeId, b.representativeId)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
