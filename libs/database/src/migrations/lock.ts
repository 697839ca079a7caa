import { setTimeout as pause } from 'node:timers/promises';
import type postgres from 'postgres';
import { ADVISORY_LOCKS } from '../connection/advisory-locks.ts';

// Asked again and again, never waited for in a statement: CREATE INDEX CONCURRENTLY waits for every
// statement that began before it, so one that waits for its runner is a deadlock.
const PAUSE_MS = 100;

/** Runs `work` in a transaction that no other runner is in. A crash releases the lock. */
export async function inLockedTransaction<T>(
  sql: postgres.Sql,
  work: (tx: postgres.TransactionSql) => Promise<T>,
): Promise<T> {
  for (;;) {
    const done = await sql.begin(async (tx) => {
      const [row] = await tx<
        [{ got: boolean }]
      >`SELECT pg_try_advisory_xact_lock(${ADVISORY_LOCKS.migrations}) AS got`;
      return row.got ? { result: await work(tx) } : undefined;
    });
    if (done) return done.result;
    await pause(PAUSE_MS);
  }
}

/** The same without a transaction, on one session. */
export async function inLockedSession<T>(
  sql: postgres.Sql,
  work: (session: postgres.ReservedSql) => Promise<T>,
): Promise<T> {
  const session = await sql.reserve();
  try {
    for (;;) {
      const [row] = await session<[{ got: boolean }]>`
        SELECT pg_try_advisory_lock(${ADVISORY_LOCKS.migrations}) AS got`;
      if (row.got) break;
      await pause(PAUSE_MS);
    }
    try {
      return await work(session);
    } finally {
      await session`SELECT pg_advisory_unlock(${ADVISORY_LOCKS.migrations})`;
    }
  } finally {
    session.release();
  }
}
