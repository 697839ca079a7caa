import type { TestProject } from 'vitest/node';
import { startCollector } from './collector.ts';
import { Network } from './network.ts';
import { beginRun } from './begin-run.ts';

/** The network that most files share, as tests see it. */
export interface SharedNetwork {
  readonly apiUrl: string;
  readonly mcpUrl: string;
  readonly oryUrl: string;
  readonly databaseUrl: string;
  readonly home: string;
  /** File of all that its processes print. */
  readonly log: string;
  /** Where the collector of the run is, for networks of a test's own. */
  readonly otlpEndpoint: string;
}

/** The one web origin that may call the shared network. */
export const ALLOWED_ORIGIN = 'https://console.example';

declare module 'vitest' {
  interface ProvidedContext {
    network: SharedNetwork;
  }
}

/**
 * Starts the shared network before the first test. After the last one it is stopped by Ctrl-C, no
 * process of any network may be left, and nothing that any of them printed or sent to the collector
 * may hold a secret.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { run, finish } = beginRun(project);
  const collector = await startCollector(run);
  const network = await Network.start(run, 'shared', {
    env: { CORS_ORIGINS: ALLOWED_ORIGIN, OTLP_ENDPOINT: collector.endpoint },
  });
  const { apiUrl, mcpUrl, oryUrl, databaseUrl, home, log } = network;
  const otlpEndpoint = collector.endpoint;
  project.provide('network', { apiUrl, mcpUrl, oryUrl, databaseUrl, home, log, otlpEndpoint });

  return async () => {
    try {
      await network.stop();
      await collector.close();
    } finally {
      await network.dispose();
    }
    finish();
  };
}
