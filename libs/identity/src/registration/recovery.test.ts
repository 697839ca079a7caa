import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { connect, type Database } from '@moltnet/database';
import { testDatabase, type TestDatabase } from '@moltnet/database/testing';
import type { OryLocal } from '@moltnet/ory-local';
import { startOry } from '@moltnet/ory-local/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type FaultyProxy, pass, startFaultyProxy } from '../../test/faulty-proxy.ts';
import { empty, type Inventory, inventory, NOTHING, ONE_AGENT } from '../../test/inventory.ts';
import { registrationRequest } from '../../test/requests.ts';
import { TIMEOUT_MS } from '../../test/service.ts';
import type { RegistrationRequest } from './request.ts';

let database: TestDatabase;
let db: Database;
let oryLocal: OryLocal;
let proxy: FaultyProxy;
const children: ChildProcess[] = [];

beforeAll(async () => {
  database = await testDatabase();
  db = connect(database.url, { applicationName: 'recovery-test', max: 2 });
  oryLocal = await startOry(database.url);
  proxy = await startFaultyProxy(oryLocal.url, TIMEOUT_MS);
});
afterAll(async () => {
  await proxy?.stop();
  await oryLocal?.close();
  await db?.close();
  await database?.stop();
});
beforeEach(async () => {
  proxy.rule = pass;
  await empty(db);
});
afterEach(() => Promise.all(children.splice(0).map(kill)));

const CHILD = new URL('../../test/register-child.ts', import.meta.url).pathname;

function start(request?: RegistrationRequest): ChildProcess {
  const given = request === undefined ? [] : [JSON.stringify(request)];
  const child = spawn(process.execPath, [CHILD, database.url, proxy.url, ...given], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** Starts a registration whose process dies when it makes this call upstream, before or after it takes effect. */
async function dieAt(
  request: RegistrationRequest,
  call: (path: string) => boolean,
  when: 'before' | 'after',
): Promise<void> {
  const child = start(request);
  const exited = once(child, 'exit');
  const rule = proxy.rule;
  proxy.rule = async (path) => {
    if (!call(path)) return rule(path);
    await kill(child);
    return when === 'before' ? 'refuse' : undefined;
  };
  await exited;
  proxy.rule = pass;
}

async function ends(status: string, left: Inventory): Promise<void> {
  await vi.waitFor(
    async () => {
      const rows = await db.sql<{ status: string }[]>`SELECT status FROM registrations`;
      expect(rows.map((row) => row.status)).toEqual([status]);
      expect(await inventory(db)).toEqual(left);
    },
    { timeout: 40_000, interval: 100 },
  );
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  if (child.stdout === null) throw new Error('no stdout');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return JSON.parse(line);
}

test.each([
  ['POST /admin/identities', 'after'],
  ['POST /admin/clients', 'after'],
  ['PATCH /admin/relation-tuples', 'before'],
  ['PATCH /admin/relation-tuples', 'after'],
] as const)(
  'a process killed %s, %s it takes effect: the next one finishes the registration',
  async (call, when) => {
    const request = registrationRequest();
    await dieAt(request, (path) => path === call, when);
    start();
    await ends('finished', ONE_AGENT);
    expect(await answerOf(start(request))).toMatchObject({
      publicKey: request.publicKey,
      credential: { type: 'oauth2' },
    });
    expect(await inventory(db)).toEqual(ONE_AGENT);
  },
  90_000,
);

test('a process killed while it undoes: the next one undoes the rest', async () => {
  const request = registrationRequest();
  proxy.rule = (path) => (path === 'POST /admin/clients' ? 'reject' : undefined);
  await dieAt(request, (path) => path.startsWith('DELETE /admin/identities/'), 'before');
  start();
  await ends('failed', NOTHING);
  expect(await answerOf(start(request))).toMatchObject({ credential: { type: 'oauth2' } });
  expect(await inventory(db)).toEqual(ONE_AGENT);
}, 90_000);
