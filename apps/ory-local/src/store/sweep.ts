import type { Database } from '@moltnet/database';
import type { Logger } from '@moltnet/observability';
import { sweepMessages } from '../courier/sweep.ts';
import { sweepConsents, sweepRegistrations, sweepWaiting } from '../registration/sweep.ts';

const INTERVAL_MS = 60_000;
/** Rows of one statement: short enough that no token waits for it. */
const BATCH = 500;
/** Who comes late is told that the flow has expired, and gets another. */
const EXPIRED_FLOW_KEPT = '1 hour';
const MAX_FLOWS = 50_000;

/** Deletes up to one batch of what has expired in each table. @returns how many rows went from the
 * table that had most: less than a batch means that nothing is left. */
export async function sweepExpired(database: Database): Promise<number> {
  const { sql } = database;
  const records = await sql`
    delete from ory_local.provider_records where ctid = any(array(
      select ctid from ory_local.provider_records where expires_at < now() limit ${BATCH}))`;
  const revoked = await sql`
    delete from ory_local.revoked_tokens where ctid = any(array(
      select ctid from ory_local.revoked_tokens where expires_at < now() limit ${BATCH}))`;
  const sessions = await sql`
    delete from ory_local.sessions where ctid = any(array(
      select ctid from ory_local.sessions where expires_at < now() limit ${BATCH}))`;
  // Anybody can begin a flow, so their number has an end, too: the oldest go first.
  const flows = await sql`
    delete from ory_local.self_service_flows where ctid = any(array(
      (select ctid from ory_local.self_service_flows
       where expires_at < now() - ${EXPIRED_FLOW_KEPT}::interval limit ${BATCH})
      union all
      (select ctid from ory_local.self_service_flows
       order by expires_at desc offset ${MAX_FLOWS} limit ${BATCH})))`;
  return Math.max(
    records.count,
    revoked.count,
    sessions.count,
    flows.count,
    await sweepRegistrations(database),
    await sweepConsents(database),
    await sweepWaiting(database),
    await sweepMessages(database, BATCH),
  );
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
