import {
  connect,
  type Database,
  type RelationTuple,
  relationOutboxWriter,
} from '@moltnet/database';
import { testDatabase, type TestDatabase } from '@moltnet/database/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import {
  hang,
  json,
  type Script,
  type ScriptedServer,
  startScriptedServer,
} from '../../test/scripted-server.ts';
import { projectUrls } from '../ory/ory-urls.ts';
import { createOry, type Ory } from '../ory/create-ory.ts';
import { diaryTeam, teamRole } from '../permissions/names.ts';
import { createRelationDelivery, type RelationDelivery } from './delivery.ts';

/** Of a call: longer than a busy machine takes to answer itself. */
const TIMEOUT_MS = 2_000;

let database: TestDatabase;
let db: Database;
let server: ScriptedServer;
let ory: Ory;
let delivery: RelationDelivery;
let revocations: number;
let lines: object[];

beforeAll(async () => {
  database = await testDatabase();
  db = connect(database.url, { applicationName: 'delivery-test' });
});
afterAll(async () => {
  await db.close();
  await database.stop();
});
beforeEach(async () => {
  await db.sql`TRUNCATE relation_outbox`;
  server = await startScriptedServer(accept);
  ory = createOry({ urls: projectUrls(server.url), apiKey: 'key', timeoutMs: TIMEOUT_MS });
  revocations = 0;
  lines = [];
  delivery = newDelivery();
});
afterEach(async () => {
  await delivery.stop();
  ory.close();
  await server.stop();
});

const log = (fields: object) => lines.push(fields);

function newDelivery(): RelationDelivery {
  return createRelationDelivery({
    db,
    relations: ory.relations,
    onRevoked: () => (revocations += 1),
    logger: { warn: log, error: log },
  });
}

const accept: Script = (response) => {
  response.writeHead(204).end();
};

/** A Keto that refuses every call with a tuple of this diary. */
const refusing =
  (status: number, diaryId: string): Script =>
  (response, request) =>
    (request.body.includes(diaryId) ? json(status, { error: { message: 'bad tuple' } }) : accept)(
      response,
      request,
    );

async function append(action: 'insert' | 'delete', ...tuples: RelationTuple[]): Promise<number> {
  const seqs = await db.transaction((tx) => relationOutboxWriter(tx).append(action, tuples));
  return seqs.at(-1) ?? 0;
}

/** What Keto was sent, call by call. */
function calls(): string[][] {
  return server.requests.map(({ body }) =>
    (JSON.parse(body) as { action: string; relation_tuple: { object: string } }[]).map(
      ({ action, relation_tuple }) => `${action} ${relation_tuple.object}`,
    ),
  );
}

const flush = (upTo: number, timeoutMs = 2_000) => delivery.flush({ upTo, timeoutMs });

test('delivers what waits, in order and in one call, once', async () => {
  await append('insert', diaryTeam('d1', 't1'), diaryTeam('d2', 't1'));
  const last = await append('delete', diaryTeam('d3', 't1'));
  expect(await flush(last)).toBe(true);
  expect(calls()).toEqual([['insert d1', 'insert d2', 'delete d3']]);
  expect(await flush(last)).toBe(true);
  expect(server.requests).toHaveLength(1);
});

test('sends a tuple as Keto takes it', async () => {
  await flush(await append('insert', teamRole('t1', 'owners', 'a1')));
  expect(server.requests[0]).toMatchObject({ method: 'PATCH', url: '/admin/relation-tuples' });
  expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual([
    {
      action: 'insert',
      relation_tuple: {
        namespace: 'Team',
        object: 't1',
        relation: 'owners',
        subject_set: { namespace: 'Agent', object: 'a1', relation: '' },
      },
    },
  ]);
});

test('of two changes to one tuple the later one counts', async () => {
  await append('delete', diaryTeam('d1', 't1'));
  expect(await flush(await append('insert', diaryTeam('d1', 't1')))).toBe(true);
  expect(calls()).toEqual([['insert d1']]);
});

test('what was remembered of permissions goes when a relation is taken away', async () => {
  await flush(await append('insert', diaryTeam('d1', 't1')));
  expect(revocations).toBe(0);
  await flush(await append('delete', diaryTeam('d1', 't1')));
  expect(revocations).toBe(1);
});

test('while Keto is down nothing is given up, and it goes on by itself when Keto is back', async () => {
  server.answer(json(500, {}));
  const last = await append('insert', diaryTeam('d1', 't1'));
  expect(await flush(last, 300)).toBe(false);
  server.answer(accept);
  delivery.start();
  await vi.waitFor(async () => expect(await states()).toEqual(['delivered']), 5_000);
});

test('a wait ends in time though Keto hangs', async () => {
  server.answer(hang);
  const last = await append('insert', diaryTeam('d1', 't1'));
  const began = performance.now();
  expect(await flush(last, 100)).toBe(false);
  expect(performance.now() - began).toBeLessThan(TIMEOUT_MS);
});

test('a wrong API key gives nothing up either', async () => {
  server.answer(json(401, {}));
  const last = await append('insert', diaryTeam('d1', 't1'));
  await vi.waitFor(async () => {
    expect(await flush(last, 300)).toBe(false);
    expect(server.requests.length).toBeGreaterThan(2);
  }, 10_000);
  expect(await states()).toEqual(['open']);
  expect(lines).toHaveLength(1);
});

test('a change that Keto refuses is set aside after five attempts, the others arrive', async () => {
  server.answer(refusing(400, 'bad'));
  await append('insert', diaryTeam('d1', 't1'), diaryTeam('bad', 't1'));
  const last = await append('insert', diaryTeam('d2', 't1'));
  expect(await flush(last, 10_000)).toBe(true);
  expect(await states()).toEqual(['delivered', 'failed', 'delivered']);
  expect(lines.map((line) => (line as { attempts: number }).attempts)).toEqual([1, 2, 3, 4, 5]);
  const [{ lastError }] = await db.sql<[{ lastError: string }]>`
    SELECT last_error FROM relation_outbox WHERE failed_at IS NOT NULL`;
  expect(lastError).toBe('HTTP 400 bad tuple');
});

test('what another process has leased is left to it until the lease has run out', async () => {
  const last = await append('insert', diaryTeam('d1', 't1'));
  await db.transaction((tx) => relationOutboxWriter(tx).claim({ limit: 10, leaseMs: 400 }));
  expect(await flush(last, 100)).toBe(false);
  expect(server.requests).toHaveLength(0);
  expect(await flush(last)).toBe(true);
  expect(calls()).toEqual([['insert d1']]);
});

test('two processes at once deliver every change once and in order', async () => {
  const other = newDelivery();
  const deliveries = [delivery, other];
  const flushed: (Promise<boolean> | undefined)[] = [];
  for (let index = 0; index < 20; index += 1) {
    const upTo = await append('insert', diaryTeam(`d${index}`, 't1'));
    flushed.push(deliveries[index % 2]?.flush({ upTo, timeoutMs: 5_000 }));
  }
  expect(await Promise.all(flushed)).toEqual(Array.from({ length: 20 }, () => true));
  expect(calls().flat()).toEqual(Array.from({ length: 20 }, (_, index) => `insert d${index}`));
});

async function states(): Promise<string[]> {
  const rows = await db.sql<{ state: string }[]>`
    SELECT CASE WHEN delivered_at IS NOT NULL THEN 'delivered'
                WHEN failed_at IS NOT NULL THEN 'failed' ELSE 'open' END AS state
    FROM relation_outbox ORDER BY seq`;
  return rows.map(({ state }) => state);
}
