import type { SimilarityMatrix } from './similarity-matrix.ts';

/** Two clusters become one where the mean similarity of their members is `similarity`. */
export interface Merge {
  /** A member of each of the two. */
  readonly left: number;
  readonly right: number;
  readonly similarity: number;
}

/**
 * The tree of average linkage (UPGMA: Sokal and Michener, "A statistical method for evaluating
 * systematic relationships", 1958) over the points of `matrix`, by chains of nearest neighbours
 * (Benzécri 1982, Juan 1982; Murtagh, "A survey of recent advances in hierarchical clustering
 * algorithms", 1983): n² steps. Of neighbours that are equally near, the first in the matrix counts.
 */
export function averageLinkage(matrix: SimilarityMatrix): Merge[] {
  const { count, stride } = matrix;
  const values = matrix.values.slice();
  /** Members of the cluster that has the row; none once it has become part of another. */
  const sizes = new Float64Array(count).fill(1);
  /** At which similarity it came about. */
  const heights = new Float64Array(count).fill(1);
  const merges: Merge[] = [];
  const chain: number[] = [];
  let first = 0;
  while (merges.length < count - 1) {
    while (sizes[first] === 0) first += 1;
    const end = chain.at(-1) ?? first;
    if (chain.length === 0) chain.push(end);
    const before = chain.at(-2);
    const nearest = nearestOf(values, stride, sizes, end, before);
    if (nearest !== before) {
      chain.push(nearest);
      continue;
    }
    chain.length -= 2;
    const kept = Math.min(end, nearest);
    const gone = Math.max(end, nearest);
    // The mean falls with every merge but for rounding, and what is cut off must not depend on that.
    const similarity = Math.min(values[kept * stride + gone]!, heights[kept]!, heights[gone]!);
    merges.push({ left: kept, right: gone, similarity });
    heights[kept] = similarity;
    unite(values, stride, sizes, kept, gone);
  }
  return merges;
}

function nearestOf(
  values: Float32Array,
  stride: number,
  sizes: Float64Array,
  of: number,
  before: number | undefined,
): number {
  let nearest = before ?? -1;
  let best = before === undefined ? -Infinity : values[of * stride + before]!;
  for (let other = 0; other < sizes.length; other += 1) {
    if (sizes[other] === 0 || other === of) continue;
    const similarity = values[of * stride + other]!;
    if (similarity > best) {
      best = similarity;
      nearest = other;
    }
  }
  return nearest;
}

/** Gives `kept` the members of `gone`: its similarities are the means over both (Lance–Williams). */
function unite(
  values: Float32Array,
  stride: number,
  sizes: Float64Array,
  kept: number,
  gone: number,
): void {
  const left = sizes[kept]!;
  const right = sizes[gone]!;
  for (let other = 0; other < sizes.length; other += 1) {
    if (sizes[other] === 0 || other === kept || other === gone) continue;
    const mean =
      (left * values[kept * stride + other]! + right * values[gone * stride + other]!) /
      (left + right);
    values[kept * stride + other] = mean;
    values[other * stride + kept] = mean;
  }
  sizes[kept] = left + right;
  sizes[gone] = 0;
}

/** The clusters of `count` points that the tree has at `threshold`, each ascending. */
export function cutAt(merges: readonly Merge[], count: number, threshold: number): number[][] {
  const parent = Int32Array.from({ length: count }, (_, point) => point);
  const rootOf = (point: number): number => {
    let root = point;
    while (parent[root] !== root) root = parent[root]!;
    parent[point] = root;
    return root;
  };
  for (const { left, right, similarity } of merges) {
    if (similarity < threshold) continue;
    const [a, b] = [rootOf(left), rootOf(right)];
    parent[Math.max(a, b)] = Math.min(a, b);
  }
  const clusters = new Map<number, number[]>();
  for (let point = 0; point < count; point += 1) {
    const root = rootOf(point);
    const members = clusters.get(root);
    if (members) members.push(point);
    else clusters.set(root, [point]);
  }
  return [...clusters.values()];
}
