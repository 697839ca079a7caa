import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { connect, migrate } from '@moltnet/database';

import { startApp } from './app-process.ts';
import { freePort } from './free-port.ts';

/** A database of the benchmark's own, migrated, empty. */
export interface BenchDatabase {
  readonly url: string;
  /** Shown above the figures: they mean something only beside it. */
  readonly engine: string;
  stop(): Promise<void>;
}

/**
 * A new database on the server that `serverUrl` names, dropped by `stop`; without one, embedded
 * Postgres as a process on a folder in `scratchDir`. What is in other databases is not touched.
 */
export async function startDatabase(
  serverUrl: string | undefined,
  scratchDir: string,
): Promise<BenchDatabase> {
  const { url, stop } =
    serverUrl === undefined ? await startEmbedded(scratchDir) : await createOn(serverUrl);
  try {
    await migrate(url);
    return { url, engine: await engineOf(url), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startEmbedded(scratchDir: string) {
  const port = await freePort();
  const entry = fileURLToPath(import.meta.resolve('@moltnet/database/embedded/main'));
  const args = ['--data-dir', join(scratchDir, 'postgres'), '--port', String(port)];
  const process = await startApp(entry, args, {});
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop: () => process.stop() };
}

async function createOn(serverUrl: string) {
  const name = `moltnet_bench_${randomBytes(6).toString('hex')}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await onServer(serverUrl, `CREATE DATABASE ${name}`);
  return { url: url.href, stop: () => onServer(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function onServer(url: string, statement: string): Promise<void> {
  const db = connect(url, { applicationName: 'moltnet-bench', max: 1 });
  try {
    await db.sql.unsafe(statement);
  } finally {
    await db.close();
  }
}

async function engineOf(url: string): Promise<string> {
  const db = connect(url, { applicationName: 'moltnet-bench', max: 1 });
  try {
    const [row] = await db.sql<[{ version: string; vector: string }]>`
      SELECT version(), (SELECT extversion FROM pg_extension WHERE extname = 'vector') AS vector`;
    return `${row.version.split(' on ')[0]}, pgvector ${row.vector}`;
  } finally {
    await db.close();
  }
}
