import { readFile } from 'node:fs/promises';

import type { Database } from '@moltnet/database';

/** Linux counts processor time in hundredths of a second. */
const MS_PER_TICK = 10;

/**
 * What processor time the one backend of `db` has taken so far, in milliseconds: a figure that stays
 * when the machine has other things to do. Undefined where the server is not on this machine.
 */
export async function backendCpu(db: Database): Promise<number | undefined> {
  const [{ pid }] = await db.sql<[{ pid: number }]>`SELECT pg_backend_pid() AS pid`;
  return cpuOf(pid);
}

/**
 * The same of all backends of an application, by process id; one that has ended is missing. Empty
 * where the server is not on this machine.
 */
export async function cpuOfBackends(
  db: Database,
  applicationName: string,
): Promise<Map<number, number>> {
  const backends = await db.sql<{ pid: number }[]>`
    SELECT pid FROM pg_stat_activity
    WHERE application_name = ${applicationName} AND datname = current_database()`;
  const times = new Map<number, number>();
  for (const { pid } of backends) {
    const ms = await cpuOf(pid);
    if (ms !== undefined) times.set(pid, ms);
  }
  return times;
}

async function cpuOf(pid: number): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // "pid (name) state …": user and system time are the 14th and 15th field.
  const [, name, rest] = /^\d+ \((.*)\) (.*)$/s.exec(stat) ?? [];
  if (name !== 'postgres' || rest === undefined) return undefined;
  const fields = rest.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}
