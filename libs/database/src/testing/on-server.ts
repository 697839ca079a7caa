import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { migrate } from '../migrations/migrate.ts';
import type { TestDatabase } from './test-database.ts';

/** A new database on a running Postgres, dropped by `stop`. */
export async function startOnServer(serverUrl: string): Promise<TestDatabase> {
  const name = `moltnet_test_${randomBytes(8).toString('hex')}`;
  await onServer(serverUrl, (sql) => sql`CREATE DATABASE ${sql(name)}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await migrate(url.href);
  return {
    url: url.href,
    stop: () => onServer(serverUrl, (sql) => sql`DROP DATABASE ${sql(name)} WITH (FORCE)`),
  };
}

async function onServer(url: string, run: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await run(sql);
  } finally {
    await sql.end();
  }
}
