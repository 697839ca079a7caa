import { clusterMemories, type Memory, type MemoryCluster } from './cluster-memories.ts';

/** What the clustering thread is asked; vectors come as one block, which is moved and not copied. */
export interface ClusteringJob {
  readonly id: number;
  readonly threshold: number;
  readonly memories: readonly (Omit<Memory, 'vector'> & { readonly embedded: boolean })[];
  /** Of the embedded ones in their order, as Postgres sends a halfvec: big-endian half floats. */
  readonly vectors: ArrayBuffer;
}

/** What it answers. */
export type ClusteringReply =
  | { readonly id: number; readonly clusters: MemoryCluster[] }
  | { readonly id: number; readonly failure: string };

/** Does a job: the memories with their vectors, grouped. */
export function doClusteringJob({ memories, vectors, threshold }: ClusteringJob): MemoryCluster[] {
  const embedded = memories.filter((memory) => memory.embedded).length;
  const dimensions = embedded === 0 ? 0 : vectors.byteLength / embedded / 2;
  const view = new DataView(vectors);
  let row = 0;
  const placed = memories.map(({ embedded: has, ...memory }) => {
    const vector = has ? unitVector(view, dimensions * row++, dimensions) : undefined;
    return { ...memory, vector };
  });
  return clusterMemories(placed, threshold);
}

/** Undefined where it has no direction, as the mean of opposite chunks. */
function unitVector(view: DataView, from: number, dimensions: number): Float32Array | undefined {
  const vector = Float32Array.from({ length: dimensions }, (_, at) =>
    view.getFloat16((from + at) * 2),
  );
  const length = Math.hypot(...vector);
  return length < 1e-3 ? undefined : vector.map((value) => value / length);
}
