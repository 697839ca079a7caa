import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

import { EmbeddingUnavailableError } from './errors.ts';
import type { JobQueue } from './job-queue.ts';
import type { Reply, Request, WorkerSettings } from './protocol.ts';

/** A model on disk loads in a second; a download has the time that 35 MB need on a bad line. */
const LOAD_TIMEOUT_MS = 60_000;
const DOWNLOAD_TIMEOUT_MS = 15 * 60_000;

/** A batch takes 0.2 s on one core; a worker that has work and finishes none for this long is stuck. */
const STALL_TIMEOUT_MS = 60_000;

const WATCH_INTERVAL_MS = 1_000;

/** How long a thread may take to finish the batch that it is in before it is left to itself. */
const STOP_TIMEOUT_MS = 3_000;

/** How a worker's life ended: it could not load the model, it broke, or it was told to stop. */
export interface WorkerEnd {
  readonly kind: 'unloadable' | 'broken' | 'stopped';
  readonly message: string;
}

interface WorkerRun {
  /** The worker's file. */
  readonly entry: URL;
  readonly settings: WorkerSettings;
  readonly queue: JobQueue;
  /** Called once, when the model is loaded and jobs are flowing. */
  readonly onReady: () => void;
  readonly stop: AbortSignal;
}

/**
 * Starts a worker thread and feeds it from the queue until it ends, however it does; jobs that it
 * leaves behind stay in the queue. Never rejects.
 */
export async function runWorker(run: WorkerRun): Promise<WorkerEnd> {
  const worker = new Worker(run.entry, {
    workerData: run.settings,
    name: 'embedding',
    // What the process was started with (an inspector, a loader, a preload) is not meant for it.
    execArgv: [],
  });
  const end = await feedUntilEnd(worker, run);
  worker.removeAllListeners('message');
  run.queue.detach(`the embedding worker broke: ${end.message}`);
  await stopThread(worker);
  return end;
}

/**
 * Lets the thread end by itself. `terminate()` would abort the whole process: onnxruntime-node
 * throws out of a native call that comes back to a terminated isolate.
 */
async function stopThread(worker: Worker): Promise<void> {
  if (worker.threadId === -1) return;
  const exit = new Promise((resolve) => {
    worker.once('exit', resolve);
  });
  worker.postMessage({ type: 'stop' } satisfies Request);
  await Promise.race([exit, delay(STOP_TIMEOUT_MS, undefined, { ref: false })]);
  worker.unref();
}

function feedUntilEnd(worker: Worker, { settings, queue, onReady, stop }: WorkerRun) {
  return new Promise<WorkerEnd>((resolve) => {
    let patience = settings.allowDownload ? DOWNLOAD_TIMEOUT_MS : LOAD_TIMEOUT_MS;
    let lastSign = Date.now();
    let ready = false;

    const watch = setInterval(() => {
      if (ready && queue.isEmpty) lastSign = Date.now();
      if (Date.now() - lastSign > patience) end('broken', `no sign of life for ${patience} ms`);
    }, WATCH_INTERVAL_MS);
    const onStop = (): void => end('stopped', 'closed');
    const end = (kind: WorkerEnd['kind'], message: string): void => {
      clearInterval(watch);
      stop.removeEventListener('abort', onStop);
      resolve({ kind, message });
    };

    stop.addEventListener('abort', onStop, { once: true });
    if (stop.aborted) onStop();
    worker.on('error', (error: Error) => end('broken', error.message));
    worker.on('messageerror', (error: Error) => end('broken', error.message));
    worker.on('exit', (code) => end('broken', `exited with ${code}`));
    worker.on('message', (reply: Reply) => {
      lastSign = Date.now();
      switch (reply.type) {
        case 'ready':
          ready = true;
          patience = STALL_TIMEOUT_MS;
          queue.attach((request) => worker.postMessage(request));
          onReady();
          break;
        case 'unloadable':
          end('unloadable', reply.message);
          break;
        case 'done':
          queue.resolve(reply.id, reply.vectors);
          break;
        case 'failed':
          queue.reject(reply.id, new EmbeddingUnavailableError('failed', reply.message));
          break;
        case 'progress':
          break;
      }
    });
  });
}
