import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { testDatabase, type TestDatabase } from '@moltnet/database/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

const MAIN = new URL('main.ts', import.meta.url);
const KEY = 'a-key-of-some-length';

let database: TestDatabase;
const children: ChildProcess[] = [];
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await database.stop();
});

interface Child {
  process: ChildProcess;
  output: () => string;
  exit: Promise<number | null>;
}

function start(env: Record<string, string>): Child {
  const child = fork(MAIN, {
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      PORT: '0',
      DATABASE_URL: database.url,
      ORY_API_KEY: KEY,
      ORY_LOCAL_SYSTEM_SECRET: KEY,
      ...env,
    },
    silent: true,
  });
  children.push(child);
  let output = '';
  const collect = (chunk: Buffer): void => {
    output += chunk.toString('utf8');
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const exit = once(child, 'close').then(([code]) => code as number | null);
  return { process: child, output: () => output, exit };
}

async function ready(child: Child): Promise<string> {
  const [message] = (await once(child.process, 'message')) as [{ type: string; url: string }];
  expect(message.type).toBe('ready');
  return message.url;
}

test('says over IPC when it is ready, logs JSON without secrets, ends on SIGTERM with 0', async () => {
  const child = start({});
  const url = await ready(child);
  expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  await fetch(`${url}/admin/identities`, { headers: { authorization: `Bearer ${KEY}` } });
  child.process.kill('SIGTERM');
  expect(await child.exit).toBe(0);
  const lines = child.output().trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toContain('ready');
  expect(child.output()).not.toContain(KEY);
});

test('ends when the process that started it has gone', async () => {
  const child = start({});
  await ready(child);
  // `close` does not come once the channel is closed by hand.
  const exited = once(child.process, 'exit');
  child.process.disconnect();
  expect(await exited).toEqual([0, null]);
});

test('names every variable that is missing and exits with 1', async () => {
  const child = start({ DATABASE_URL: '', ORY_API_KEY: '' });
  expect(await child.exit).toBe(1);
  expect(child.output()).toBe(
    'The configuration is not usable:\n  DATABASE_URL must be set\n  ORY_API_KEY must be set\n',
  );
});

test('a port that is taken ends it with 1 and one line', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const child = start({ PORT: String(port) });
  expect(await child.exit).toBe(1);
  expect(child.output()).toContain(`address already in use 127.0.0.1:${port}`);
  taken.close();
});

test('a database that does not answer ends it with 1, and the password is not shown', async () => {
  const child = start({ DATABASE_URL: 'postgres://user:hidden@127.0.0.1:1/db' });
  expect(await child.exit).toBe(1);
  expect(child.output()).toContain('ory-local could not start: The database is unavailable');
  expect(child.output()).not.toContain('hidden');
});

test('another system secret than the one that sealed the keys is refused', async () => {
  const first = start({});
  await ready(first);
  first.process.kill('SIGTERM');
  await first.exit;
  const child = start({ ORY_LOCAL_SYSTEM_SECRET: `${KEY}-another` });
  expect(await child.exit).toBe(1);
  expect(child.output()).toContain('sealed under another ORY_LOCAL_SYSTEM_SECRET');
});
