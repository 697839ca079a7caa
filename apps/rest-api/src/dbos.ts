import { DBOS } from '@dbos-inc/dbos-sdk';
import type { Logger } from '@moltnet/observability';

const POOL_SIZE = 4;

/**
 * Workflows are recovered by the version that began them; this changes when a workflow's steps do,
 * not with every build.
 */
const WORKFLOWS_VERSION = '1';

/** DBOS logs through ours; what it says at `info` is of no use to an operator. */
function dbosLogger(logger: Logger) {
  const log = logger.child({ component: 'dbos' });
  return {
    debug: (entry: unknown) => log.trace({ entry }, 'dbos'),
    info: (entry: unknown) => log.debug({ entry }, 'dbos'),
    warn: (entry: unknown) => log.warn({ entry }, 'dbos'),
    error: (entry: unknown) => log.error({ err: entry }, 'dbos'),
  };
}

/**
 * Starts DBOS on the same database, in its own schema, and resumes what a killed process left.
 * Workflows must be registered before.
 */
export async function launchDbos(
  databaseUrl: string,
  machineId: string,
  logger: Logger,
): Promise<void> {
  // DBOS 5.3 drives pg in a way that pg 8 deprecates: nothing that an operator could mend.
  process.noDeprecation = true;
  DBOS.setConfig({
    name: 'moltnet',
    systemDatabaseUrl: databaseUrl,
    systemDatabasePoolSize: POOL_SIZE,
    executorID: machineId,
    applicationVersion: WORKFLOWS_VERSION,
    // LISTEN needs a session of its own, which embedded Postgres does not have.
    useListenNotify: false,
    enableOTLP: false,
    logger: dbosLogger(logger),
  });
  await DBOS.launch();
}

/** Waits for running workflows a moment and lets go; what is left is resumed at the next start. */
export async function shutdownDbos(): Promise<void> {
  await DBOS.shutdown();
}
