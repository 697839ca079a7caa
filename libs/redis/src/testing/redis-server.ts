import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const COMMAND = 'redis-server';
const START_MS = 10_000;

/** A redis-server of one test's own, in memory, on a port of its own that outlives its end. */
export interface TestRedis {
  readonly url: string;
  readonly port: number;
  start(): Promise<void>;
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>;
  /** It stays connected and does nothing any more, until `resume`. */
  freeze(): void;
  resume(): void;
}

/**
 * Whether there is a redis-server to test with. Without one its tests are skipped, which the summary
 * of `pnpm test` shows; in CI they fail instead, because nobody reads that.
 */
export function haveRedis(): boolean {
  if (spawnSync(COMMAND, ['--version']).status === 0) return true;
  if (process.env['CI']) throw new Error(`There is no ${COMMAND}: Debian has it in redis-server.`);
  return false;
}

/** A running one. Kill it in `afterAll`. */
export async function testRedis(): Promise<TestRedis> {
  const port = await freePort();
  let child = run(port);
  await listening(port);
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    async start() {
      child = run(port);
      await listening(port);
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
    freeze: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
  };
}

function run(port: number) {
  const settings = { port, bind: '127.0.0.1', save: '', appendonly: 'no', dir: '/tmp' };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(COMMAND, args, { stdio: 'ignore' });
  const abandon = () => child.kill('SIGKILL');
  process.once('exit', abandon);
  child.once('exit', () => process.off('exit', abandon));
  return child;
}

async function listening(port: number): Promise<void> {
  for (const started = Date.now(); Date.now() - started < START_MS; await delay(10)) {
    if (await accepts(port)) return;
  }
  throw new Error(`${COMMAND} does not listen on port ${port}`);
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}
