import { connect, type Database } from '@moltnet/database';
import { testDatabase } from '@moltnet/database/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSchema } from './schema.ts';
import { sweepExpired } from './sweep.ts';

let database: Database;
let stop: () => Promise<void>;
beforeAll(async () => {
  const created = await testDatabase();
  stop = created.stop;
  database = connect(created.url, { applicationName: 'test', max: 4 });
});
afterAll(async () => {
  await database.close();
  await stop();
});

test('the schema is made once, by however many at the same time', async () => {
  await Promise.all([createSchema(database), createSchema(database), createSchema(database)]);
  await createSchema(database);
  const [row] = await database.sql<[{ tables: number }]>`
    select count(*)::int as tables from pg_tables where schemaname = 'ory_local'`;
  expect(row.tables).toBe(11);
});

test('what has expired goes in batches, the rest stays', async () => {
  await database.sql`
    insert into ory_local.revoked_tokens (jti, expires_at)
    select 'old-' || i, now() - interval '1 second' from generate_series(1, 700) i
    union all select 'live', now() + interval '1 hour'`;
  expect(await sweepExpired(database)).toBe(500);
  expect(await sweepExpired(database)).toBe(200);
  expect(await sweepExpired(database)).toBe(0);
  const left = await database.sql`select jti from ory_local.revoked_tokens`;
  expect([...left]).toEqual([{ jti: 'live' }]);
});
