import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { startCollector } from './collector.ts';
import { Network } from './network.ts';
import { processesOf } from './processes.ts';
import { createRun, logsOf, secretsOf } from './run.ts';
import { secretsInLogs } from './secrets-in-logs.ts';

/** The network that most files share, as tests see it. */
export interface SharedNetwork {
  readonly apiUrl: string;
  readonly mcpUrl: string;
  readonly oryUrl: string;
  readonly databaseUrl: string;
  readonly home: string;
  /** File of all that its processes print. */
  readonly log: string;
}

/** The one web origin that may call the shared network. */
export const ALLOWED_ORIGIN = 'https://console.example';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of this run. */
    run: string;
    network: SharedNetwork;
  }
}

/**
 * Starts the shared network before the first test. After the last one it is stopped by Ctrl-C, no
 * process of any network may be left, and nothing that any of them printed or sent to the collector
 * may hold a secret.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const run = createRun();
  const collector = await startCollector(run);
  const network = await Network.start(run, 'shared', {
    env: { CORS_ORIGINS: ALLOWED_ORIGIN, OTLP_ENDPOINT: collector.endpoint },
  });
  const { apiUrl, mcpUrl, oryUrl, databaseUrl, home, log } = network;
  project.provide('run', run);
  project.provide('network', { apiUrl, mcpUrl, oryUrl, databaseUrl, home, log });

  return async () => {
    try {
      await network.stop();
      await collector.close();
      const left = processesOf(run);
      if (left.length > 0) throw new Error(`left behind: ${JSON.stringify(left)}`);
      const leaks = secretsInLogs(logsOf(run), secretsOf(run));
      if (leaks.length > 0) throw new Error(`secrets in ${run}/logs:\n${leaks.join('\n')}`);
    } finally {
      await network.dispose();
    }
    if (project.vitest.state.getCountOfFailedTests() === 0) {
      rmSync(run, { recursive: true, force: true });
    } else {
      project.vitest.logger.log(`Everything that the processes printed is in ${run}/logs`);
    }
  };
}
