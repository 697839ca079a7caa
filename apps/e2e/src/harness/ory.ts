import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { freePorts } from './free-ports.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { Launcher } from './launcher.ts';
import { Network } from './network.ts';
import { rememberSecret } from './run.ts';
import { until } from './until.ts';

/**
 * A network whose Ory is not started by the launcher: ory-local runs beside it, can be stopped and
 * started, and is reached through a proxy in which single requests can be broken.
 */
export class NetworkWithOwnOry {
  readonly network: Network;
  readonly proxy: FaultProxy;
  /** Opens Ory's admin side. */
  readonly apiKey: string;
  readonly #env: Record<string, string>;
  readonly #url: string;
  readonly #log: string;
  #ory: Launcher | undefined;
  #runs = 0;

  private constructor(
    network: Network,
    proxy: FaultProxy,
    url: string,
    secrets: { apiKey: string; webhookApiKey: string },
    log: string,
  ) {
    this.network = network;
    this.proxy = proxy;
    this.apiKey = secrets.apiKey;
    this.#url = url;
    this.#log = log;
    this.#env = {
      MOLTNET_HOME: network.home,
      HOST: '127.0.0.1',
      PORT: new URL(url).port,
      ORY_LOCAL_ISSUER: proxy.url,
      DATABASE_URL: network.databaseUrl,
      ORY_API_KEY: secrets.apiKey,
      ORY_WEBHOOK_API_KEY: secrets.webhookApiKey,
      ORY_LOCAL_SYSTEM_SECRET: secret(),
      TOKEN_HOOK_URL: `${network.apiUrl}/hooks/hydra/token-exchange`,
    };
  }

  static async start(name: string): Promise<NetworkWithOwnOry> {
    const run = inject('run');
    const [port] = await freePorts(1);
    const url = `http://127.0.0.1:${port}`;
    const proxy = await startFaultProxy(url);
    const secrets = { apiKey: secret(), webhookApiKey: secret() };
    const network = await Network.make(run, name, {
      env: {
        ORY_PROJECT_URL: proxy.url,
        ORY_API_KEY: secrets.apiKey,
        ORY_WEBHOOK_API_KEY: secrets.webhookApiKey,
      },
    });
    const log = `${run}/logs/${name}-ory`;
    const own = new NetworkWithOwnOry(network, proxy, url, secrets, log);
    // The database that ory-local uses comes up with the network.
    await network.start();
    await own.startOry();
    return own;
  }

  /** Resolves when ory-local serves. */
  async startOry(): Promise<void> {
    this.#runs += 1;
    const command = ['node', 'apps/ory-local/src/main.ts'];
    this.#ory = new Launcher(this.#env, `${this.#log}-${this.#runs}`, command);
    await until('ory-local serves', async () => {
      const { status } = await fetch(`${this.#url}/health/ready`);
      return status === 200;
    });
  }

  /** Resolves when it is gone. */
  async stopOry(): Promise<void> {
    this.#ory?.signal('SIGTERM');
    await this.#ory?.exited;
  }

  async dispose(): Promise<void> {
    await this.stopOry();
    await this.network.stop();
    await this.network.dispose();
    await this.proxy.close();
  }
}

function secret(): string {
  const text = randomBytes(32).toString('base64url');
  rememberSecret(inject('run'), text);
  return text;
}
