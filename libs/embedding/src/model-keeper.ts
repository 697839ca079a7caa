import { setTimeout as delay } from 'node:timers/promises';

import { EmbeddingUnavailableError } from './errors.ts';
import type { UnavailableReason } from './errors.ts';
import type { JobQueue } from './job-queue.ts';
import { missingModelFile } from './model-files.ts';
import type { WorkerSettings } from './protocol.ts';
import { runWorker } from './run-worker.ts';
import type { WorkerEnd } from './run-worker.ts';

/** Where the model stands; `error` says why semantic ranking is off, for /health/ready. */
export interface EmbedderStatus {
  readonly status: 'ok' | 'loading' | 'error';
  readonly error?: string;
}

/** The two levels that the embedder logs at; pino's logger is one. */
export interface EmbeddingLogger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/** How often the directory is looked at while the model is not there. */
const LOOK_INTERVAL_MS = 2_000;

/** A worker that broke so often in a row is not waited for. */
const PATIENCE = 3;

/** From, to: doubles with each failure in a row. */
const RESTART_BACKOFF_MS = [100, 30_000] as const;
const RELOAD_BACKOFF_MS = [2_000, 60_000] as const;
const DOWNLOAD_BACKOFF_MS = [5_000, 10 * 60_000] as const;

function backoff([first, longest]: readonly [number, number], failures: number): number {
  return Math.min(longest, first * 2 ** Math.max(0, failures - 1));
}

/**
 * Keeps one worker with a loaded model running for as long as the embedder is open: looks for the
 * model until it is there, starts the worker, starts it again when it breaks. No thread runs and
 * nothing of the runtime is loaded while there is no model.
 */
export class ModelKeeper {
  readonly #settings: WorkerSettings;
  readonly #entry: URL;
  readonly #queue: JobQueue;
  readonly #logger: EmbeddingLogger;
  readonly #stop = new AbortController();
  readonly #life: Promise<void>;
  #status: EmbedderStatus = { status: 'loading' };
  /** Set when a job could only wait in vain: it is refused with this. */
  #refusal: { reason: UnavailableReason; message: string } | undefined;
  #failures = 0;
  #downloads = 0;
  #nextDownloadAt = 0;

  constructor(entry: URL, settings: WorkerSettings, queue: JobQueue, logger: EmbeddingLogger) {
    this.#entry = entry;
    this.#settings = settings;
    this.#queue = queue;
    this.#logger = logger;
    this.#life = this.#live();
  }

  get status(): EmbedderStatus {
    return this.#status;
  }

  /** Throws EmbeddingUnavailableError when there is no model to wait for. */
  requireHope(): void {
    if (this.#refusal === undefined) return;
    throw new EmbeddingUnavailableError(this.#refusal.reason, this.#refusal.message);
  }

  async close(): Promise<void> {
    this.#refuse('closed', 'the embedder is closed');
    this.#stop.abort();
    await this.#life;
  }

  async #live(): Promise<void> {
    const { model, modelDir } = this.#settings;
    while (!this.#stop.signal.aborted) {
      const missing = await missingModelFile(modelDir, model);
      const download = missing !== undefined && this.#settings.allowDownload;
      if (this.#stop.signal.aborted) break;
      if (missing !== undefined && !(download && Date.now() >= this.#nextDownloadAt)) {
        if (!download) this.#declareAbsent(`${model} is not there: no ${missing}`);
        await this.#pause(LOOK_INTERVAL_MS);
        continue;
      }
      await this.#serve(download);
    }
  }

  async #serve(download: boolean): Promise<void> {
    const { model } = this.#settings;
    if (download) {
      this.#refuse('loading', `${model} is being downloaded`);
      this.#logger.info({ model }, 'downloading the embedding model');
    } else if (this.#failures === 0) {
      this.#refusal = undefined;
    }
    if (this.#failures <= 1) this.#status = { status: 'loading' };

    const end = await runWorker({
      entry: this.#entry,
      settings: { ...this.#settings, allowDownload: download },
      queue: this.#queue,
      stop: this.#stop.signal,
      onReady: () => {
        this.#refusal = undefined;
        this.#status = { status: 'ok' };
        this.#logger.info({ model }, 'embedding model ready');
      },
    });
    if (end.kind !== 'stopped')
      await this.#recover(end.kind, this.#withoutPaths(end.message), download);
  }

  async #recover(kind: WorkerEnd['kind'], message: string, download: boolean): Promise<void> {
    // A worker that was ready begins a new count: only failures in a row make the pauses longer.
    this.#failures = this.#status.status === 'ok' ? 1 : this.#failures + 1;
    if (download) {
      this.#downloads += 1;
      this.#nextDownloadAt = Date.now() + backoff(DOWNLOAD_BACKOFF_MS, this.#downloads);
      this.#declareAbsent(`${this.#settings.model} could not be downloaded: ${message}`);
      return;
    }
    if (kind === 'unloadable') {
      this.#declareAbsent(`${this.#settings.model} does not load: ${message}`);
      await this.#pause(backoff(RELOAD_BACKOFF_MS, this.#failures));
      return;
    }
    this.#logger.warn({ reason: message }, 'embedding worker broke; starting another');
    const broke = `the embedding worker broke: ${message}`;
    this.#status = this.#failures === 1 ? { status: 'loading' } : { status: 'error', error: broke };
    if (this.#failures >= PATIENCE) this.#refuse('failed', broke);
    await this.#pause(backoff(RESTART_BACKOFF_MS, this.#failures));
  }

  #declareAbsent(message: string): void {
    if (this.#status.error !== message)
      this.#logger.warn(
        { reason: message, modelDir: this.#settings.modelDir },
        'no embedding model',
      );
    this.#status = { status: 'error', error: message };
    this.#refuse('no-model', message);
  }

  #refuse(reason: UnavailableReason, message: string): void {
    this.#refusal = { reason, message };
    this.#queue.rejectAll(new EmbeddingUnavailableError(reason, message));
  }

  /** The status is public by /health/ready, and the runtime's messages name files. */
  #withoutPaths(message: string): string {
    return message.replaceAll(`${this.#settings.modelDir}/`, '');
  }

  async #pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}
