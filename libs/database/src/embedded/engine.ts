import { PGlite } from '@electric-sql/pglite';
import { DurableFs } from './durable-fs.ts';
import { EXTENSIONS } from './extensions.ts';

const START_PARAMS = [
  // PGlite's own, less `-F`, which would turn fsync off.
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  '-c',
  'wal_sync_method=fsync',
  '-c',
  'TimeZone=UTC',
];

/** The status with which the engine leaves its main loop after an error in a query. */
const QUERY_FAILED = 100;

/** The part of PGlite's WebAssembly module that runs messages. */
interface MainLoop {
  _PostgresMainLoopOnce(): void;
}

/** A PGlite on a folder, and what Postgres said when it could not go on, the last thing last. */
export interface Engine {
  readonly pglite: PGlite;
  readonly complaints: readonly string[];
}

/**
 * Opens the database in `folder`, or makes one there.
 * @throws {EngineStartError}
 */
export async function openEngine(folder: string): Promise<Engine> {
  const complaints: string[] = [];
  try {
    const pglite = await PGlite.create({
      fs: new DurableFs(folder),
      extensions: EXTENSIONS,
      startParams: START_PARAMS,
      onStderr: (line) => {
        const complaint = /(?:FATAL|PANIC): +(.*)/.exec(line)?.[1];
        if (complaint) complaints.push(complaint);
        return false;
      },
    });
    return { pglite, complaints };
  } catch (error) {
    throw new EngineStartError(complaints.at(-1) ?? 'it does not start', error);
  }
}

/** The message is what Postgres said. */
export class EngineStartError extends Error {
  override readonly name = 'EngineStartError';

  constructor(complaint: string, cause: unknown) {
    super(complaint, { cause });
  }
}

/**
 * Calls `onFailure` when the engine dies under a query, on a full disk for example. PGlite itself
 * swallows that and runs the dead engine in a loop without end, so `onFailure` must not return.
 */
export function watchForFailure(
  { pglite, complaints }: Engine,
  onFailure: (complaint: string) => never,
): void {
  const mainLoop = pglite.Module as unknown as MainLoop;
  const run = mainLoop._PostgresMainLoopOnce;
  mainLoop._PostgresMainLoopOnce = () => {
    try {
      run();
    } catch (error) {
      if ((error as { status?: number }).status === QUERY_FAILED) throw error;
      onFailure(complaints.at(-1) ?? String(error));
    }
  };
}
