import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { StartError } from './start-error.ts';

/** A port that will be listened on, and the variable that moves it. */
export interface WantedPort {
  name: string;
  host: string;
  port: number;
}

/**
 * Makes sure that every port can be had, before anything is started.
 *
 * @param patience Milliseconds to wait for one, as after a crash whose processes are still ending.
 * @throws StartError naming each that is taken, one line each.
 */
export async function requireFreePorts(wanted: readonly WantedPort[], patience = 0): Promise<void> {
  const deadline = performance.now() + patience;
  let taken = await takenOf(wanted);
  while (taken.length > 0 && performance.now() < deadline) {
    await delay(50);
    taken = await takenOf(taken);
  }
  if (taken.length === 0) return;
  throw new StartError(
    taken
      .map(
        ({ name, port }) =>
          `Port ${port} is in use: stop what listens there, or set ${name} to another port.`,
      )
      .join('\n'),
  );
}

async function takenOf(wanted: readonly WantedPort[]): Promise<WantedPort[]> {
  const free = await Promise.all(wanted.map(isFree));
  return wanted.filter((_, index) => free[index] === false);
}

async function isFree({ name, host, port }: WantedPort): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') return false;
    throw new StartError(
      `${name}=${port} cannot be listened on at ${host} (${code}): set another port or HOST.`,
    );
  } finally {
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
  }
}
