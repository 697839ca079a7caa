import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { post, rpc } from './testing/http.ts';
import { whoami } from './testing/samples.ts';
import { send, startUpstream, type Upstream } from './testing/upstream.ts';
import { until } from './testing/until.ts';

let upstream: Upstream;
const children: ChildProcess[] = [];

beforeAll(async () => {
  upstream = await startUpstream();
  return () => upstream.close();
});

afterEach(() => {
  upstream.override = undefined;
  upstream.received.length = 0;
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** The server as its launcher starts it: what it says, and how it ends. */
function launch(env: NodeJS.ProcessEnv = {}) {
  const child = fork(new URL('main.ts', import.meta.url), {
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      MCP_PORT: '0',
      API_BASE_URL: upstream.url,
      ORY_PROJECT_URL: upstream.url,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  children.push(child);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr?.on('data', (chunk) => (stderr += String(chunk)));
  // Not 'close': it does not come to a parent that has disconnected.
  const ended = Promise.all([once(child, 'exit'), once(child.stderr!, 'end')]).then(([[code]]) => ({
    code: code as number | null,
    stderr,
  }));
  const ready = once(child, 'message').then(
    ([message]) => message as { type: string; url: string },
  );
  return { child, ended, ready, stdout: () => stdout };
}

const call = async (url: string) =>
  post(`${url}/mcp`, {
    headers: { authorization: `Bearer ${await upstream.mint()}` },
    body: rpc('tools/call', { name: 'moltnet_whoami' }),
  });

describe('the process', () => {
  test('says when and where it is ready', async () => {
    const { ready } = launch();
    const message = await ready;
    expect(message).toEqual({
      type: 'ready',
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:/),
    });
    expect((await fetch(`${message.url}/healthz`)).status).toBe(200);
  });

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'ends on %s with 0, after the calls in flight',
    async (signal) => {
      const { child, ready, ended } = launch();
      const { url } = await ready;
      const stream = await fetch(`${url}/sse`, {
        headers: { authorization: `Bearer ${await upstream.mint()}` },
      });
      upstream.override = (_received, response) => {
        child.kill(signal);
        setTimeout(() => send(response, 200, whoami), 300);
        return 'handled';
      };
      const answer = await call(url);
      expect(answer.body).toMatchObject({ result: { structuredContent: { clientId: 'scribe' } } });
      expect((await ended).code).toBe(0);
      await stream.text();
    },
  );

  test('does not wait for an upstream that hangs', async () => {
    const { child, ready, ended } = launch();
    const { url } = await ready;
    upstream.override = () => 'handled';
    const lost = call(url).catch(() => undefined);
    await until(() => expect(upstream.received).toHaveLength(1));
    const asked = performance.now();
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    expect(performance.now() - asked).toBeLessThan(5_000);
    await lost;
  });

  test('ends when its launcher vanishes', async () => {
    const { child, ready, ended } = launch();
    await ready;
    child.disconnect();
    expect((await ended).code).toBe(0);
  });

  test('prints JSON lines without credentials', async () => {
    const { ready, stdout } = launch();
    const { url } = await ready;
    await call(url);
    await until(() => expect(stdout()).toContain('tool called'));
    for (const line of stdout().trim().split('\n')) JSON.parse(line);
    expect(stdout()).not.toMatch(/bearer|eyJ/i);
  });
});

describe('a start that cannot be', () => {
  test('names every wrong variable and exits with 1', async () => {
    const { ended } = launch({ API_BASE_URL: 'nowhere', LOG_LEVEL: 'loud' });
    expect(await ended).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^API_BASE_URL: .*\nLOG_LEVEL: .*\n$/),
    });
  });

  test('says in one line that the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { ended } = launch({ MCP_PORT: String(port) });
    expect(await ended).toEqual({
      code: 1,
      stderr: `Port ${port} is in use: stop what listens there, or set MCP_PORT to another port.\n`,
    });
    other.close();
  });
});
