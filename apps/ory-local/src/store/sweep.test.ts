import { randomUUID } from 'node:crypto';
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
  expect(row.tables).toBe(12);
});

test('sessions go when they have expired, flows an hour after', async () => {
  const identity = randomUUID();
  await database.sql`
    insert into ory_local.identities (id, schema_id, state, traits)
    values (${identity}, 'moltnet_human', 'active', '{}')`;
  await database.sql`
    insert into ory_local.sessions
      (id, identity_id, secret_hash, method, ip_address, expires_at)
    values
      (${randomUUID()}, ${identity}, 'over', 'password', '', now() - interval '1 second'),
      (${randomUUID()}, ${identity}, 'live', 'password', '', now() + interval '1 hour')`;
  for (const late of ['2 hours', '30 minutes', '-1 hour'])
    await database.sql`
      insert into ory_local.self_service_flows
        (id, kind, type, state, request_url, content, expires_at)
      values (${randomUUID()}, 'login', 'api', 'choose_method', ${late}, '{}',
              now() - ${late}::interval)`;
  await sweepExpired(database);
  const [left] = await database.sql<[{ sessions: string[]; flows: string[] }]>`
    select (select array_agg(convert_from(secret_hash, 'UTF8')) from ory_local.sessions) as sessions,
           (select array_agg(request_url order by expires_at) from ory_local.self_service_flows) as flows`;
  expect(left).toEqual({ sessions: ['live'], flows: ['30 minutes', '-1 hour'] });
});

test('messages go after a day', async () => {
  const identity = randomUUID();
  await database.sql`
    insert into ory_local.identities (id, schema_id, state, traits)
    values (${identity}, 'moltnet_human', 'active', '{}')`;
  for (const age of ['25 hours', '23 hours'])
    await database.sql`
      insert into ory_local.courier_messages
        (id, identity_id, recipient, subject, sealed_body, template_type, created_at)
      values (${randomUUID()}, ${identity}, ${age}, '', '', '', now() - ${age}::interval)`;
  await sweepExpired(database);
  const left = await database.sql`select recipient from ory_local.courier_messages`;
  expect([...left]).toEqual([{ recipient: '23 hours' }]);
});

test('of too many flows the oldest go', async () => {
  await database.sql`truncate ory_local.self_service_flows`;
  await database.sql`
    insert into ory_local.self_service_flows
      (id, kind, type, state, request_url, content, expires_at)
    select gen_random_uuid(), 'login', 'api', 'choose_method', i, '{}',
           now() + interval '1 minute' + i * interval '1 millisecond'
    from generate_series(1, 50002) i`;
  await sweepExpired(database);
  const [left] = await database.sql<[{ count: number; oldest: number }]>`
    select count(*)::int, min(request_url::int) as oldest from ory_local.self_service_flows`;
  expect(left).toEqual({ count: 50_000, oldest: 3 });
  await database.sql`truncate ory_local.self_service_flows`;
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
