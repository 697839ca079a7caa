import { setTimeout as delay } from 'node:timers/promises';
import {
  type Database,
  type RelationChange,
  relationOutboxReader,
  relationOutboxWriter,
} from '@moltnet/database';
import type { Relations } from '../ory/relations.ts';
import { UpstreamRefusedError } from '../upstream-error.ts';
import { latest } from './latest.ts';

/** The part of a pino logger that is used here. */
export interface DeliveryLogger {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface RelationDeliveryOptions {
  readonly db: Database;
  readonly relations: Pick<Relations, 'apply'>;
  /** Called when a relation was taken away: what was remembered of permissions may no longer be true. */
  readonly onRevoked: () => void;
  readonly logger: DeliveryLogger;
  /**
   * How long changes that were taken may be under way before another process takes them over: more
   * than two timeouts of a call to Keto. So long does a process that was killed hold the others up.
   * Default 10,000.
   */
  readonly leaseMs?: number;
}

/**
 * Delivers `relation_outbox` to Keto: at least once, in order, by any number of processes of which
 * one at a time has the lease. What Keto refuses is tried some times more and then set aside
 * (`failed_at`); while Keto does not answer, nothing is.
 */
export interface RelationDelivery {
  /** Delivers from now on what nobody waits for: retries, and changes of processes that died. */
  start(): void;
  /** Ends the background delivery; resolves when nothing is under way any more. */
  stop(): Promise<void>;
  /**
   * Delivers at once; resolves when every change up to `upTo` (the last `seq` that the caller
   * appended) is through, or after `timeoutMs` with `false`: then it is delivered later. Never throws.
   */
  flush(wait: { upTo: number; timeoutMs: number }): Promise<boolean>;
}

const BATCH = 100;
const POLL_MS = 1_000;
/** How soon a waiting caller looks again, and at the latest: another process may have the lease. */
const RECHECK_MS = 25;
const MAX_RECHECK_MS = 200;
/** Refusals of one change before it is set aside, and the pause after the first; it doubles. */
const REFUSALS = 5;
const PAUSE_MS = 250;
/** Answers that say something about our credentials and nothing about the change. */
const OURS_TO_MEND = new Set([401, 403]);

export function createRelationDelivery(options: RelationDeliveryOptions): RelationDelivery {
  const { db, relations, onRevoked, logger, leaseMs = 10_000 } = options;
  const outbox = relationOutboxReader(db);
  let running: Promise<void> | undefined;
  let following: Promise<void> | undefined;
  let stopping: AbortController | undefined;
  let background: Promise<void> = Promise.resolve();
  let failing = false;

  /** Once, and again after it went well: not for each of the many who wait. */
  function complain(error: unknown): void {
    if (!failing) logger.warn({ err: error }, 'relation changes wait');
    failing = true;
  }

  function write<T>(work: (writer: ReturnType<typeof relationOutboxWriter>) => Promise<T>) {
    return db.transaction((tx) => work(relationOutboxWriter(tx)));
  }

  /** A pass that begins after this call, shared by all who ask while another one is under way. */
  function pass(): Promise<void> {
    if (running === undefined) {
      running = deliverAll().finally(() => {
        running = undefined;
      });
      return running;
    }
    following ??= running
      .catch(() => undefined)
      .then(() => {
        following = undefined;
        return pass();
      });
    return following;
  }

  async function deliverAll(): Promise<void> {
    for (;;) {
      const changes = await write((writer) => writer.claim({ limit: BATCH, leaseMs }));
      if (changes.length === 0) return;
      await deliver(changes);
      failing = false;
    }
  }

  /** In one call; if it is refused, one by one, to find which change it is. */
  async function deliver(changes: readonly RelationChange[]): Promise<void> {
    const seqs = changes.map(({ seq }) => seq);
    try {
      await relations.apply(latest(changes));
    } catch (error) {
      if (isAboutChange(error)) {
        const [first, ...rest] = changes;
        if (first === undefined) return;
        if (rest.length === 0) return refused(first, error);
        await write((writer) => writer.release(rest.map(({ seq }) => seq)));
        return deliver([first]);
      }
      await write((writer) => writer.release(seqs));
      throw error;
    }
    await write((writer) => writer.deliver(seqs));
    if (changes.some(({ action }) => action === 'delete')) onRevoked();
  }

  async function refused(change: RelationChange, error: UpstreamRefusedError): Promise<void> {
    const reason = `HTTP ${error.upstreamStatus} ${error.upstreamMessage ?? ''}`.trim();
    const { seq, action, tuple, attempts } = change;
    const line = { seq, action, tuple, attempts, reason };
    if (attempts < REFUSALS) {
      logger.warn(line, 'relation change refused');
      await write((writer) => writer.retry(seq, reason, PAUSE_MS * 2 ** (attempts - 1)));
    } else {
      logger.error(line, 'relation change set aside: reconcile');
      await write((writer) => writer.giveUp(seq, reason));
    }
  }

  async function runInBackground(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        if ((await outbox.pending(1)) > 0) await pass();
      } catch (error) {
        complain(error);
      }
      await delay(POLL_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /**
   * One pass, and whether the change is through then: the lease may be another process's. Never
   * throws, because whoever waits has already committed what it came for.
   */
  async function attempt(seq: number): Promise<boolean> {
    try {
      await pass();
      return await outbox.isDelivered(seq);
    } catch (error) {
      complain(error);
      return false;
    }
  }

  return {
    start() {
      if (stopping !== undefined) return;
      stopping = new AbortController();
      background = runInBackground(stopping.signal);
    },
    async stop() {
      stopping?.abort();
      stopping = undefined;
      await background;
      // What callers of flush have begun and no longer wait for.
      await Promise.allSettled([running, following]);
    },
    async flush({ upTo, timeoutMs }) {
      const deadline = AbortSignal.timeout(timeoutMs);
      const timeout = new Promise<false>((resolve) => {
        deadline.addEventListener('abort', () => resolve(false), { once: true });
      });
      for (let pause = RECHECK_MS; !deadline.aborted; pause = Math.min(pause * 2, MAX_RECHECK_MS)) {
        if (await Promise.race([attempt(upTo), timeout])) return true;
        await delay(pause, undefined, { signal: deadline }).catch(() => undefined);
      }
      return false;
    },
  };
}

function isAboutChange(error: unknown): error is UpstreamRefusedError {
  return error instanceof UpstreamRefusedError && !OURS_TO_MEND.has(error.upstreamStatus);
}
