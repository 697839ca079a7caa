import { createHash, randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { startApp } from './app-process.ts';
import type { AppProcess } from './app-process.ts';
import { buildApi } from './build-api.ts';
import type { BuiltApi } from './build-api.ts';
import type { BenchDatabase } from './bench-database.ts';
import { freePort } from './free-port.ts';
import { startOryProxy } from './ory-proxy.ts';
import type { OryCall, OryProxy } from './ory-proxy.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const MODEL_READY_MS = 60_000;

/** ory-local and the REST API, as it is deployed, as processes on the benchmark's database. */
export class Network {
  readonly apiUrl: string;
  readonly #scratchDir: string;
  readonly #built: BuiltApi;
  readonly #apiEnv: Readonly<Record<string, string>>;
  readonly #ory: AppProcess;
  readonly #oryProxy: OryProxy;
  #api: AppProcess | undefined;
  #mcp: AppProcess | undefined;

  private constructor(
    apiUrl: string,
    scratchDir: string,
    built: BuiltApi,
    apiEnv: Readonly<Record<string, string>>,
    ory: AppProcess,
    oryProxy: OryProxy,
  ) {
    this.apiUrl = apiUrl;
    this.#scratchDir = scratchDir;
    this.#built = built;
    this.#apiEnv = apiEnv;
    this.#ory = ory;
    this.#oryProxy = oryProxy;
  }

  static async start(database: BenchDatabase, scratchDir: string): Promise<Network> {
    const [apiPort, oryPort] = [await freePort(), await freePort()];
    const apiUrl = `http://127.0.0.1:${apiPort}`;
    const oryProxy = await startOryProxy(`http://127.0.0.1:${oryPort}`);
    const oryUrl = oryProxy.url;
    const shared = {
      HOST: '127.0.0.1',
      LOG_LEVEL: 'warn',
      DATABASE_URL: database.url,
      MOLTNET_HOME: scratchDir,
      ORY_PROJECT_URL: oryUrl,
      ORY_API_KEY: randomBytes(24).toString('hex'),
      ORY_WEBHOOK_API_KEY: randomBytes(24).toString('hex'),
      API_BASE_URL: apiUrl,
    };
    const ory = await startApp(join(ROOT, 'apps/ory-local/src/main.ts'), [], {
      ...shared,
      PORT: String(oryPort),
      ORY_LOCAL_ISSUER: oryUrl,
      // The same in each run: a database that was kept holds keys that are encrypted with it.
      ORY_LOCAL_SYSTEM_SECRET: createHash('sha256').update(database.url).digest('hex'),
      TOKEN_HOOK_URL: `${apiUrl}/hooks/hydra/token-exchange`,
    });
    const apiEnv = {
      ...shared,
      PORT: String(apiPort),
      EMBEDDING_ALLOW_DOWNLOAD: 'false',
      // Rate limits are not what is measured.
      RATE_LIMIT_SCALE: '1000000',
    };
    return new Network(apiUrl, scratchDir, await buildApi(scratchDir), apiEnv, ory, oryProxy);
  }

  /** The API's process. */
  get api(): AppProcess {
    if (this.#api === undefined) throw new Error('the API is not running');
    return this.#api;
  }

  /** The calls of the API to Ory since this was last asked. */
  takeOryCalls(): OryCall[] {
    return this.#oryProxy.take();
  }

  /** Starts the API, or starts it again, with the model in `modelDir`; without one where that is undefined. */
  async startApi(modelDir: string | undefined): Promise<void> {
    await this.stopApi();
    const empty = join(this.#scratchDir, 'no-model');
    await mkdir(empty, { recursive: true });
    const env = { ...this.#apiEnv, EMBEDDING_MODEL_DIR: modelDir ?? empty };
    this.#api = await startApp(this.#built.main, [], env, this.#built.probe);
    if (modelDir !== undefined) await this.#untilModelIsReady();
  }

  async stopApi(): Promise<void> {
    await this.#api?.stop();
    this.#api = undefined;
  }

  /** Starts the MCP server in front of the API; it ends with the network. */
  async startMcp(): Promise<string> {
    await this.#mcp?.stop();
    const port = await freePort();
    this.#mcp = await startApp(join(ROOT, 'apps/mcp-server/src/main.ts'), [], {
      ...this.#apiEnv,
      PORT: String(port),
    });
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    await this.#mcp?.stop();
    await this.stopApi();
    await this.#ory.stop();
    await this.#oryProxy.stop();
  }

  async #untilModelIsReady(): Promise<void> {
    const deadline = Date.now() + MODEL_READY_MS;
    for (;;) {
      const reply = await fetch(`${this.apiUrl}/health/ready`);
      const { components } = (await reply.json()) as {
        components: { embedding: { status: string } };
      };
      if (components.embedding.status === 'ok') return;
      if (Date.now() > deadline) throw new Error('the API did not load the model');
      await delay(200);
    }
  }
}
