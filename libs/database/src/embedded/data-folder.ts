import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Engine, EngineStartError, openEngine } from './engine.ts';
import { EmbeddedPostgresError } from './errors.ts';

/** Of the Postgres that PGlite 0.5 is. */
const POSTGRES_MAJOR = '18';

/**
 * Opens the database in `dataDir`, recovering it from a crash, or makes one. A new one is made
 * beside its place and then renamed, so that a start that was killed leaves nothing half-made.
 * @throws {EmbeddedPostgresError} when what is there is no database, or a damaged one
 */
export async function openData(dataDir: string): Promise<Engine> {
  const data = join(dataDir, 'data');
  const draft = join(dataDir, 'data.new');
  rmSync(draft, { recursive: true, force: true });
  if (!existsSync(data)) {
    const made = await openEngine(draft);
    await made.pglite.close();
    renameSync(draft, data);
  }
  checkVersion(data);
  try {
    const engine = await openEngine(data);
    await engine.pglite.query('SELECT count(*) FROM pg_class');
    return engine;
  } catch (error) {
    throw damaged(data, error instanceof EngineStartError ? error.message : 'it does not answer');
  }
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
  if (reason.includes('No space left')) {
    return new EmbeddedPostgresError(
      `There is no space left for the database in ${data}: free some and start again, nothing is lost.`,
    );
  }
  return new EmbeddedPostgresError(
    `The database in ${data} is damaged (${reason}): restore a backup of the folder, or move it away to begin with an empty one.`,
  );
}
