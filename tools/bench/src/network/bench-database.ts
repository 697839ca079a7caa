import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { connect, migrate } from '@moltnet/database';
import type { Database } from '@moltnet/database';

import { startApp } from './app-process.ts';
import { freePort } from './free-port.ts';

/** A database of the benchmark's own, migrated. */
export interface BenchDatabase {
  readonly url: string;
  /** Embedded Postgres: one session for all, and no COPY. */
  readonly embedded: boolean;
  /** Shown above the figures: they mean something only beside it. */
  readonly engine: string;
  stop(): Promise<void>;
}

/**
 * A new database on the server that `serverUrl` names, dropped by `stop`; with `keepAs` the one of
 * that name, which stays; without a server, embedded Postgres as a process on a folder in
 * `scratchDir`. What is in other databases is not touched.
 */
export async function startDatabase(
  serverUrl: string | undefined,
  scratchDir: string,
  keepAs: string | undefined,
): Promise<BenchDatabase> {
  const embedded = serverUrl === undefined;
  const { url, stop } = embedded
    ? await startEmbedded(scratchDir)
    : keepAs === undefined
      ? await createOn(serverUrl)
      : await keptOn(serverUrl, keepAs);
  try {
    await migrate(url);
    return { url, embedded, engine: await engineOf(url), stop };
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
  await onServer(serverUrl, (db) => db.sql`CREATE DATABASE ${db.sql(name)}`);
  const drop = (db: Database) => db.sql`DROP DATABASE ${db.sql(name)} WITH (FORCE)`;
  return { url: databaseUrl(serverUrl, name), stop: () => onServer(serverUrl, drop) };
}

async function keptOn(serverUrl: string, name: string) {
  await onServer(serverUrl, async (db) => {
    const known = await db.sql`SELECT FROM pg_database WHERE datname = ${name}`;
    if (known.length === 0) await db.sql`CREATE DATABASE ${db.sql(name)}`;
  });
  return { url: databaseUrl(serverUrl, name), stop: () => Promise.resolve() };
}

function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function onServer(url: string, work: (db: Database) => Promise<unknown>): Promise<void> {
  const db = connect(url, { applicationName: 'moltnet-bench', max: 1 });
  try {
    await work(db);
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
