import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/** Below those that a system gives to whoever asks for any: Linux from 32,768, macOS from 49,152. */
const FIRST = 20_000;
const BLOCKS = 1_200;
const BLOCK_SIZE = 10;

/** Of this process's blocks, not given yet. */
const left: number[] = [];

/**
 * So many loopback ports that nobody listens on; all different, and nobody else's until this process
 * ends, though they are listened on only when a network is up. A process has ports by the block, and
 * listens on the first of each for as long as it lives: what it is given no other process is, and no
 * connection takes it meanwhile.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = left.pop();
    if (port === undefined) left.push(...(await claimBlock()));
    else if (await isFree(port)) ports.push(port);
  }
  return ports;
}

async function claimBlock(): Promise<number[]> {
  for (;;) {
    const first = FIRST + BLOCK_SIZE * randomInt(BLOCKS);
    const claim = await listen(first);
    claim?.unref();
    if (claim) return Array.from({ length: BLOCK_SIZE - 1 }, (_, index) => first + 1 + index);
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = await listen(port);
  if (server === undefined) return false;
  await once(server.close(), 'close');
  return true;
}

/** Undefined where somebody listens already. */
async function listen(port: number): Promise<Server | undefined> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return server;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  }
}
