import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { connect, type Database } from '@moltnet/database';
import { testDatabase } from '@moltnet/database/testing';
import { API_KEY, startOry, WEBHOOK_KEY } from '@moltnet/ory-local/testing';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const STOP_MS = 10_000;

/** A network of real processes on a database of its own: ory-local here, each API by itself. */
export interface Network {
  readonly oryUrl: string;
  readonly db: Database;
  /** What a process of this network must be told to be one. */
  readonly env: Record<
    'DATABASE_URL' | 'ORY_PROJECT_URL' | 'ORY_API_KEY' | 'ORY_WEBHOOK_API_KEY',
    string
  >;
  /** Starts one more machine of the API and says where it is. */
  startMachine(env?: Readonly<Record<string, string>>): Promise<string>;
  /** kill -9 of the machine that is there, and waits until it is gone. */
  killMachine(url: string): Promise<void>;
  /** Stops one machine as an operator does, and waits for its end. */
  stopMachine(url: string): Promise<void>;
  /** All that the machines have logged. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts database and ory-local; the first machine that is started serves the token hook. */
export async function startNetwork(): Promise<Network> {
  const database = await testDatabase();
  const port = await freePort();
  const ory = await startOry(database.url, {
    tokenHookUrl: `http://127.0.0.1:${port}/hooks/hydra/token-exchange`,
    tokenHookTimeoutMs: 5_000,
  });
  const db = connect(database.url, { applicationName: 'rest-api-test', max: 2 });
  const machines: ChildProcess[] = [];
  const byUrl = new Map<string, ChildProcess>();
  const own = {
    DATABASE_URL: database.url,
    ORY_PROJECT_URL: ory.url,
    ORY_API_KEY: API_KEY,
    ORY_WEBHOOK_API_KEY: WEBHOOK_KEY,
  };
  const lines: string[] = [];

  return {
    oryUrl: ory.url,
    db,
    env: own,
    log: () => lines.join(''),

    async startMachine(env = {}) {
      const machine = fork(MAIN, {
        silent: true,
        env: {
          PATH: process.env['PATH'],
          NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
          ...own,
          EMBEDDING_ALLOW_DOWNLOAD: 'false',
          RATE_LIMIT_SCALE: '1000',
          LOG_LEVEL: 'trace',
          PORT: machines.length === 0 ? String(port) : '0',
          ...env,
        },
      });
      machines.push(machine);
      for (const stream of [machine.stdout, machine.stderr]) {
        stream?.setEncoding('utf8').on('data', (text: string) => lines.push(text));
      }
      return new Promise<string>((resolve, reject) => {
        machine.once('message', ({ url }: { url: string }) => {
          byUrl.set(url, machine);
          resolve(url);
        });
        machine.once('exit', () => reject(new Error(`the API did not start:\n${lines.join('')}`)));
      });
    },

    async killMachine(url) {
      const machine = byUrl.get(url);
      if (machine === undefined) throw new Error(`there is no machine at ${url}`);
      const exited = once(machine, 'exit');
      machine.kill('SIGKILL');
      await exited;
    },

    async stopMachine(url) {
      const machine = byUrl.get(url);
      if (machine) await stopped(machine);
    },

    async stop() {
      await Promise.all(machines.map(stopped));
      await db.close();
      await ory.close();
      await database.stop();
    },
  };
}

async function stopped(machine: ChildProcess): Promise<void> {
  if (machine.exitCode !== null || machine.signalCode !== null) return;
  const exited = once(machine, 'exit');
  machine.kill('SIGTERM');
  const patience = setTimeout(() => machine.kill('SIGKILL'), STOP_MS);
  await exited;
  clearTimeout(patience);
}

/** ory-local has to be told the hook's address before there is an API; nobody else takes it meanwhile. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
