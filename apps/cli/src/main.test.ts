import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { diary, entry, page, signIn } from '../test/agent.ts';
import { network, type Network } from '../test/network.ts';

let net: Network;
beforeEach(async () => {
  net = await network();
  await signIn(net);
});
afterEach(() => net.close());

function moltnet(...args: string[]): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      XDG_CONFIG_HOME: join(net.configDir, '..'),
    },
    stdio: 'pipe',
  });
}

async function finish(child: ChildProcess): Promise<[code: number, out: string, err: string]> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
  const [code] = (await once(child, 'close')) as [number];
  return [code, Buffer.concat(out).toString(), Buffer.concat(err).toString()];
}

test('the process reads the configuration below XDG_CONFIG_HOME, and uses its address', async () => {
  net.routes['GET /diaries'] = page(diary);
  const [code, out, err] = await finish(moltnet('diary', 'list', '--json'));
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(JSON.parse(out)).toEqual({ items: [diary], nextCursor: null });
});

test('the process ends with the exit code, and without colours where there is no terminal', async () => {
  const [code, out, err] = await finish(moltnet('entry', 'get', entry.id));
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toBe('moltnet: because NOT_FOUND (NOT_FOUND)\nRequest req-1\n');
});

test('a reader that goes away early is no failure', async () => {
  const content = 'x'.repeat(2_000_000);
  net.routes[`GET /entries/${entry.id}`] = () => ({ body: { ...entry, content } });
  const child = moltnet('entry', 'get', entry.id);
  child.stdout?.once('data', () => child.stdout?.destroy());
  const [code, , err] = await finish(child);
  expect({ code, err }).toEqual({ code: 0, err: '' });
});
