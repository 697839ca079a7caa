import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { freePorts } from './free-ports.ts';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** What another process is given, which lives on. */
async function portsOfAnother(count: number): Promise<number[]> {
  const child = fork(new URL('free-ports-child.ts', import.meta.url), [String(count)]);
  children.push(child);
  const [ports] = (await once(child, 'message')) as [number[]];
  return ports;
}

test('no two processes are given the same port', async () => {
  // Of so many blocks drawn at random, some would be the same.
  const given = await Promise.all([
    ...Array.from({ length: 3 }, () => portsOfAnother(450)),
    freePorts(450),
  ]);
  expect(new Set(given.flat()).size).toBe(4 * 450);
});

test('none is one that the system gives to whoever asks for any', async () => {
  const ports = await freePorts(100);
  expect(Math.min(...ports)).toBeGreaterThan(20_000);
  expect(Math.max(...ports)).toBeLessThan(32_768);
});

test('each can be listened on', async () => {
  const [port] = await freePorts(1);
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  expect(server.address()).toMatchObject({ port });
  server.close();
});
