import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { migrate } from '../migrations/migrate.ts';
import { migratedChecksum } from './migrated-checksum.ts';
import type { TestDatabase } from './test-database.ts';

/** Taken in the database that the server's URL names, where nothing else of ours is locked. */
const TEMPLATES_LOCK = 0x7e57;

/**
 * A new database on a running Postgres, dropped by `stop`: a copy of `moltnet_template_…`, which is
 * migrated once and stays there, one for each set of migrations, for the next run.
 */
export async function startOnServer(serverUrl: string): Promise<TestDatabase> {
  const template = `moltnet_template_${await migratedChecksum()}`;
  const name = `moltnet_test_${randomBytes(8).toString('hex')}`;
  await onServer(serverUrl, async (sql) => {
    await makeTemplate(sql, serverUrl, template);
    await sql`CREATE DATABASE ${sql(name)} TEMPLATE ${sql(template)}`;
  });
  return {
    url: urlOf(serverUrl, name),
    stop: () => onServer(serverUrl, (sql) => sql`DROP DATABASE ${sql(name)} WITH (FORCE)`),
  };
}

/** One process makes it and the others wait. It has its name when it is whole, and is never changed. */
async function makeTemplate(sql: postgres.Sql, serverUrl: string, template: string): Promise<void> {
  if (await exists(sql, template)) return;
  await sql`SELECT pg_advisory_lock(${TEMPLATES_LOCK})`;
  try {
    if (await exists(sql, template)) return;
    const draft = `moltnet_draft_${randomBytes(8).toString('hex')}`;
    await sql`CREATE DATABASE ${sql(draft)}`;
    await migrate(urlOf(serverUrl, draft));
    // Nobody can be in it: who is there keeps it from being copied.
    await sql`ALTER DATABASE ${sql(draft)} ALLOW_CONNECTIONS false`;
    await sql`ALTER DATABASE ${sql(draft)} RENAME TO ${sql(template)}`;
  } finally {
    await sql`SELECT pg_advisory_unlock(${TEMPLATES_LOCK})`;
  }
}

async function exists(sql: postgres.Sql, database: string): Promise<boolean> {
  return (await sql`SELECT FROM pg_database WHERE datname = ${database}`).length > 0;
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function onServer(url: string, run: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await run(sql);
  } finally {
    await sql.end();
  }
}
