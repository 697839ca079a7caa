import type { Database } from '@moltnet/database';
import type { Logger } from '@moltnet/observability';

const INTERVAL_MS = 60_000;
/** Rows of one statement: short enough that no token waits for it. */
const BATCH = 500;

/** Deletes up to one batch of what has expired in each table. @returns how many rows went. */
export async function sweepExpired({ sql }: Database): Promise<number> {
  const records = await sql`
    delete from ory_local.provider_records where ctid = any(array(
      select ctid from ory_local.provider_records where expires_at < now() limit ${BATCH}))`;
  const revoked = await sql`
    delete from ory_local.revoked_tokens where ctid = any(array(
      select ctid from ory_local.revoked_tokens where expires_at < now() limit ${BATCH}))`;
  return records.count + revoked.count;
}

/** Sweeps once a minute, and again at once while there is more. @returns what stops it. */
export function startSweeping(database: Database, logger: Logger): () => Promise<void> {
  const stop = new AbortController();
  let running: Promise<void> | undefined;
  const sweep = async (): Promise<void> => {
    try {
      while (!stop.signal.aborted && (await sweepExpired(database)) >= BATCH);
    } catch (error) {
      logger.warn({ err: error }, 'expired rows stay until the next sweep');
    }
  };
  const timer = setInterval(() => {
    running = sweep();
  }, INTERVAL_MS);
  timer.unref();
  return async () => {
    stop.abort();
    clearInterval(timer);
    await running;
  };
}
