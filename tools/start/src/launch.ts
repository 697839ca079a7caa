import { existsSync, mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { takeOwnership } from '@moltnet/database/embedded/owner';
import { reachable, type Config } from './config/config.ts';
import type { Env } from './config/env.ts';
import { migrateDatabase } from './database/migrate-database.ts';
import { readSecrets } from './home/secrets.ts';
import { Network } from './network.ts';
import { modelState } from './output/model-state.ts';
import type { Screen } from './output/screen.ts';
import { describeStatus, firstCommands } from './output/status.ts';
import { requireFreePorts, type WantedPort } from './ports.ts';
import { plan } from './processes/plan.ts';
import { StartError } from './start-error.ts';

/** After a crash of the launcher its processes end by themselves; so long it takes at most. ms. */
const ENDING_AFTER_CRASH = 5000;

/**
 * Runs a network until `stop` is aborted.
 *
 * @param root The workspace's root folder.
 * @throws StartError when it cannot be started or kept running; everything is stopped then, too.
 */
export async function launch(
  config: Config,
  env: Env,
  root: string,
  screen: Screen,
  stop: AbortSignal,
): Promise<void> {
  const { release, crashed } = takeHome(config.home);
  try {
    const patience = crashed ? ENDING_AFTER_CRASH : 0;
    const secrets = readSecrets(config.home);
    await requireFreePorts(wantedPorts(config), patience);
    const planned = plan(config, secrets, env, root);
    const network = new Network(planned, screen, migrateDatabase);
    const stopped = new Promise<void>((resolve) => {
      stop.addEventListener('abort', () => resolve(), { once: true });
      if (stop.aborted) resolve();
    });
    try {
      const failure = await Promise.race([network.start(patience), stopped]).then(async () => {
        if (stop.aborted) return undefined;
        const model = await modelState(`http://${reachable(config.host)}:${config.ports.PORT}`);
        const urls = { ory: planned.oryUrl, database: planned.databaseUrl };
        const near = relative(process.cwd(), config.home);
        const home = near.startsWith('..') ? config.home : near || '.';
        screen.running(
          describeStatus(config, urls, model, home),
          firstCommands(config.apiBaseUrl),
          performance.now() / 1000,
        );
        return Promise.race([network.failed, stopped]);
      });
      if (failure !== undefined) throw failure;
    } finally {
      if (stop.aborted) screen.stopping();
      await network.stop();
      if (stop.aborted) screen.stopped();
    }
  } finally {
    release();
  }
}

/** Makes the folder of all state ours alone; `crashed` when its last owner did not let go of it. */
function takeHome(home: string): { release: () => void; crashed: boolean } {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    const crashed = existsSync(join(home, 'owner.json'));
    return { release: takeOwnership(home), crashed };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new StartError(
      code === undefined
        ? message
        : `MOLTNET_HOME ${home} cannot be used (${code}): make it a folder that you may write, or set another.`,
    );
  }
}

function wantedPorts({ host, ports, embeddedPostgres, oryUrl }: Config): WantedPort[] {
  const wanted: WantedPort[] = [
    { name: 'PORT', host, port: ports.PORT },
    { name: 'MCP_PORT', host, port: ports.MCP_PORT },
  ];
  const local = '127.0.0.1';
  if (oryUrl === undefined)
    wanted.push({ name: 'ORY_LOCAL_PORT', host: local, port: ports.ORY_LOCAL_PORT });
  if (embeddedPostgres)
    wanted.push({
      name: 'EMBEDDED_POSTGRES_PORT',
      host: local,
      port: ports.EMBEDDED_POSTGRES_PORT,
    });
  return wanted;
}
