import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, type Transaction, retentionWriter } from '@moltnet/database';

/** How long what has been superseded is kept, in days; left out: for ever. */
export interface RetentionPeriods {
  readonly supersededDays?: number | undefined;
  /** Of superseded entries; their text stays. */
  readonly vectorDays?: number | undefined;
}

/** What a run has let go of. */
export interface RetentionReport {
  readonly entries: number;
  readonly vectors: number;
}

const DAY_MS = 24 * 3_600_000;
/** Entries in one transaction: some milliseconds of locks that only writers of these rows could meet. */
const STEP = 100;
/** Between two, so that requests have the database to themselves most of the time. */
const PAUSE_MS = 50;

/**
 * How often to look, in milliseconds: 24 times in the shortest period, so that nothing is kept much
 * longer than was asked for; not more than every second, and for days an hour is often enough.
 */
export function retentionIntervalMs({ supersededDays, vectorDays }: RetentionPeriods): number {
  const days = Math.min(supersededDays ?? Infinity, vectorDays ?? Infinity);
  return Math.min(Math.max((days * DAY_MS) / 24, 1_000), 3_600_000);
}

/** Lets go of all whose time has come, step by step; what `signal` leaves is taken by the next run. */
export async function applyRetention(
  db: Database,
  { supersededDays, vectorDays }: RetentionPeriods,
  signal: AbortSignal,
): Promise<RetentionReport> {
  type Step = (tx: Transaction, olderThanMs: number) => Promise<number>;
  async function all(days: number | undefined, step: Step): Promise<number> {
    if (days === undefined) return 0;
    let taken = 0;
    let last = 0;
    do {
      last = await db.transaction((tx) => step(tx, days * DAY_MS));
      taken += last;
      if (last > 0) await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    } while (last > 0 && !signal.aborted);
    return taken;
  }
  const vectors = await all(vectorDays, (tx, olderThanMs) =>
    retentionWriter(tx).dropVectors({ olderThanMs, limit: STEP }),
  );
  const entries = await all(supersededDays, (tx, olderThanMs) =>
    retentionWriter(tx).removeSuperseded({ olderThanMs, limit: STEP }),
  );
  return { entries, vectors };
}
