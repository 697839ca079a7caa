import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { DurableFs } from './durable-fs.ts';
import { EXTENSIONS } from './extensions.ts';
import { EmbeddedPostgresError } from './errors.ts';

/** Of the Postgres that PGlite 0.5 is. */
const POSTGRES_MAJOR = '18';

const START_PARAMS = [
  // PGlite's own, less `-F`, which would turn fsync off.
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  '-c',
  'wal_sync_method=fsync',
  '-c',
  'TimeZone=UTC',
];

/**
 * Opens the database in `dataDir`, recovering it from a crash, or makes one. A new one is made
 * beside its place and then renamed, so that a start that was killed leaves nothing half-made.
 * @throws {EmbeddedPostgresError} when what is there is no database, or a damaged one
 */
export async function openData(dataDir: string): Promise<PGlite> {
  const data = join(dataDir, 'data');
  const draft = join(dataDir, 'data.new');
  rmSync(draft, { recursive: true, force: true });
  if (!existsSync(data)) {
    const made = await openEngine(draft);
    await made.close();
    renameSync(draft, data);
  }
  checkVersion(data);
  const complaints: string[] = [];
  try {
    const engine = await openEngine(data, complaints);
    await engine.query('SELECT count(*) FROM pg_class');
    return engine;
  } catch {
    throw damaged(data, complaints.at(-1) ?? 'it does not start');
  }
}

/** `complaints` gets what Postgres says when it cannot go on. */
function openEngine(folder: string, complaints: string[] = []): Promise<PGlite> {
  return PGlite.create({
    fs: new DurableFs(folder),
    extensions: EXTENSIONS,
    startParams: START_PARAMS,
    onStderr: (line) => {
      const complaint = /(?:FATAL|PANIC): +(.*)/.exec(line)?.[1];
      if (complaint) complaints.push(complaint);
      return false;
    },
  });
}

function checkVersion(data: string): void {
  let version: string;
  try {
    version = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  } catch {
    throw damaged(data, 'PG_VERSION is missing');
  }
  if (version !== POSTGRES_MAJOR) {
    throw new EmbeddedPostgresError(
      `The database in ${data} is of Postgres ${version}, this version of MoltNet has ${POSTGRES_MAJOR}: start the version that made it.`,
    );
  }
}

function damaged(data: string, reason: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `The database in ${data} is damaged (${reason}): restore a backup of the folder, or move it away to begin with an empty one.`,
  );
}
