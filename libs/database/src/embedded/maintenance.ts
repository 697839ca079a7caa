import type { Session } from './session.ts';

const INTERVAL_MS = 30_000;

/**
 * What autovacuum does on a server: PGlite has no background workers, so without this its queues
 * would bloat and its planner would guess. One table at a time, for everybody waits meanwhile.
 */
export class Maintenance {
  readonly #session: Session;
  readonly #timer: NodeJS.Timeout;
  #work: Promise<unknown> = Promise.resolve();

  constructor(session: Session) {
    this.#session = session;
    this.#timer = setInterval(() => {
      // A table that was dropped in between; the next round asks anew.
      this.#work = this.vacuumNext().catch(() => undefined);
    }, INTERVAL_MS);
    this.#timer.unref();
  }

  /** Vacuums and analyses the table that needs it most, by autovacuum's thresholds; says which. */
  async vacuumNext(): Promise<string | undefined> {
    const [due] = await this.#session.query<{ name: string }>(`
      SELECT format('%I.%I', schemaname, relname) AS name
      FROM pg_stat_user_tables
      WHERE n_dead_tup > 50 + 0.2 * n_live_tup
         OR n_ins_since_vacuum > 1000 + 0.2 * n_live_tup
         OR n_mod_since_analyze > 50 + 0.1 * n_live_tup
      ORDER BY n_dead_tup + n_mod_since_analyze DESC LIMIT 1`);
    if (due) await this.#session.query(`VACUUM (ANALYZE) ${due.name}`);
    return due?.name;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#work;
  }
}
