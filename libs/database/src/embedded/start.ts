import { mkdirSync } from 'node:fs';
import { openData } from './data-folder.ts';
import { watchForFailure } from './engine.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { Maintenance } from './maintenance.ts';
import { takeOwnership } from './owner.ts';
import { Session } from './session.ts';
import { SocketServer } from './socket-server.ts';

export interface EmbeddedOptions {
  /** Made if it is not there; holds the database and who owns it. */
  readonly dataDir: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** A loopback address, because there is no password. Default 127.0.0.1. */
  readonly host?: string;
  /** Called when the engine dies while it runs; must not return. Default: ends the process. */
  readonly onFailure?: (complaint: string) => never;
}

export interface EmbeddedPostgres {
  /** For DATABASE_URL. */
  readonly url: string;
  /** Rolls back what is open, writes a checkpoint and lets go of the folder. */
  close(): Promise<void>;
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/**
 * Starts Postgres 18 with pgvector inside this process, behind a loopback port. Queries block the
 * event loop while they run, so give it a process of its own (./main.ts).
 * @throws {EmbeddedPostgresError} with a one-line message: folder in use or damaged, port taken,
 *   host not loopback
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { dataDir, port, host = '127.0.0.1', onFailure = endProcess } = options;
  if (!LOOPBACK.has(host)) {
    throw new EmbeddedPostgresError(
      `Embedded Postgres has no password and listens on loopback only, not on ${host}: use 127.0.0.1, or set DATABASE_URL to a real server.`,
    );
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const release = takeOwnership(dataDir);
  /** In the order of closing. */
  const steps: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const step of steps) await step();
    release();
  };
  try {
    const server = await listen(host, port);
    steps.push(() => server.close());
    const engine = await openData(dataDir);
    steps.push(() => engine.pglite.close());
    watchForFailure(engine, onFailure);
    const session = new Session(engine.pglite);
    const maintenance = new Maintenance(session);
    steps.unshift(() => maintenance.stop());
    server.serve(session);
    const address = host === '::1' ? '[::1]' : host;
    return { url: `postgres://postgres@${address}:${server.port}/postgres`, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function listen(host: string, port: number): Promise<SocketServer> {
  try {
    return await SocketServer.listen(host, port);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new EmbeddedPostgresError(
      `Port ${port} is in use: stop what listens there, or set EMBEDDED_POSTGRES_PORT to another.`,
    );
  }
}

/** What is committed is on the disk, and the next start recovers it. */
function endProcess(complaint: string): never {
  process.stderr.write(`Embedded Postgres stopped: ${complaint}\n`);
  process.exit(1);
}
