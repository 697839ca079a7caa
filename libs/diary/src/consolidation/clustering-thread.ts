import { Worker } from 'node:worker_threads';
import { Problem } from '@moltnet/contract';
import type { MemoryCluster } from './cluster-memories.ts';
import type { ClusteringJob, ClusteringReply } from './clustering-job.ts';

/** Jobs that wait at once: as many as are done in a few seconds. */
const MAX_WAITING = 8;
/** After so long without a job the thread ends and gives its memory back. */
const IDLE_MS = 30_000;

interface Waiting {
  readonly resolve: (clusters: MemoryCluster[]) => void;
  readonly reject: (error: Error) => void;
}

/** One thread that groups memories, started when there is something to group. */
export class ClusteringThread {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #jobs = 0;

  /**
   * Groups memories off the event loop. `vectors` is moved to the thread and is empty afterwards.
   * @throws Problem 503 while too many wait
   */
  async cluster(job: Omit<ClusteringJob, 'id'>): Promise<MemoryCluster[]> {
    if (this.#waiting.size >= MAX_WAITING) {
      throw new Problem('SERVICE_UNAVAILABLE', 'Others are grouping their entries. Try again.', {
        retryAfter: 2,
      });
    }
    clearTimeout(this.#idle);
    const worker = (this.#worker ??= this.#start());
    const id = (this.#jobs += 1);
    const { promise, resolve, reject } = Promise.withResolvers<MemoryCluster[]>();
    this.#waiting.set(id, { resolve, reject });
    worker.postMessage({ ...job, id } satisfies ClusteringJob, [job.vectors]);
    return promise;
  }

  #start(): Worker {
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const entry = new URL(`./clustering-worker.${extension}`, import.meta.url);
    // What the process was started with (an inspector, a loader, a preload) is not meant for it.
    const worker = new Worker(entry, { name: 'clustering', execArgv: [] });
    worker.unref();
    worker.on('message', (reply: ClusteringReply) => this.#settle(reply));
    worker.on('error', (error) => this.#lose(worker, error));
    worker.on('exit', () => this.#lose(worker, new Error('the clustering thread ended')));
    return worker;
  }

  #settle(reply: ClusteringReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ('clusters' in reply) waiting?.resolve(reply.clusters);
    else waiting?.reject(new Error(reply.failure));
    if (this.#waiting.size > 0) return;
    this.#idle = setTimeout(() => void this.#worker?.terminate(), IDLE_MS).unref();
  }

  /** The thread is gone: what waits for it fails, what comes next starts another. */
  #lose(worker: Worker, error: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const reason = error instanceof Error ? error : new Error(String(error));
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }
}
