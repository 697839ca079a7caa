import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanEnvironment, Launcher, ROOT } from './launcher.ts';
import type { Network } from './network.ts';

/** What the programs of the API's image need to be part of a network. */
function environmentOf({ env, home, databaseUrl, oryUrl }: Network): Record<string, string> {
  const secrets = JSON.parse(readFileSync(join(home, 'secrets.json'), 'utf8')) as {
    ORY_API_KEY: string;
    ORY_WEBHOOK_API_KEY: string;
  };
  return {
    ...env,
    DATABASE_URL: databaseUrl,
    ORY_PROJECT_URL: oryUrl,
    ORY_API_KEY: secrets.ORY_API_KEY,
    ORY_WEBHOOK_API_KEY: secrets.ORY_WEBHOOK_API_KEY,
  };
}

/** Starts the background work in a process of its own, as a hosted network does; stop it by a signal. */
export function startWorker(network: Network, name: string): Launcher {
  const env = { ...environmentOf(network), FLY_MACHINE_ID: name };
  const log = network.log.replace(/\.out$/, `-${name}`);
  return new Launcher(env, log, [process.execPath, 'apps/rest-api/src/worker.ts']);
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs moltnet-admin as an operator does. */
export function admin(network: Network, ...args: string[]): Promise<Ran> {
  const env = cleanEnvironment(environmentOf(network));
  return new Promise((resolve) => {
    const file = join(ROOT, 'apps/rest-api/src/admin.ts');
    const child = execFile(process.execPath, [file, ...args], { env }, (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
  });
}
