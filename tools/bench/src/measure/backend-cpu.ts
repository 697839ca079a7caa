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
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // "pid (name) state …": user and system time are the 14th and 15th field.
  const [, name, rest] = /^\d+ \((.*)\) (.*)$/s.exec(stat) ?? [];
  if (name !== 'postgres' || rest === undefined) return undefined;
  const fields = rest.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}
