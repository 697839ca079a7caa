import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { testModelDir } from '@moltnet/embedding/testing';
import { type FreshDatabase, freshDatabase } from './fresh-database.ts';
import { freePorts } from './free-ports.ts';
import { Launcher } from './launcher.ts';
import { type FoundProcess, processesOf } from './processes.ts';
import { until } from './until.ts';

export interface NetworkOptions {
  /** On top of the network's own. */
  readonly env?: Record<string, string>;
  /** The launcher's command line, where it is not the plain one. */
  readonly command?: string[];
}

/** Longest that a stop is waited for, in milliseconds. */
const PATIENCE = 15_000;

/**
 * A whole network: the launcher with all its processes, on ports, in a home and with a database of
 * its own. The home and the database outlive a run, so that it can be started again.
 */
export class Network {
  readonly apiUrl: string;
  readonly mcpUrl: string;
  /** As the processes get it, also where the database is the embedded one. */
  readonly databaseUrl: string;
  readonly oryUrl: string;
  readonly home: string;
  /** Variables that make it this network; a second launcher with them is a second start. */
  readonly env: Readonly<Record<string, string>>;
  readonly #log: string;
  readonly #database: FreshDatabase | undefined;
  readonly #command: string[] | undefined;
  #launcher: Launcher | undefined;
  #runs = 0;

  private constructor(
    run: string,
    name: string,
    ports: readonly number[],
    database: FreshDatabase | undefined,
    modelDir: string,
    options: NetworkOptions,
  ) {
    const [api, mcp, ory, postgres] = ports.map(String) as [string, string, string, string];
    const unique = `${name}-${randomBytes(3).toString('hex')}`;
    this.home = join(run, 'homes', unique);
    this.#log = join(run, 'logs', unique);
    this.#database = database;
    this.#command = options.command;
    this.apiUrl = `http://127.0.0.1:${api}`;
    this.mcpUrl = `http://127.0.0.1:${mcp}`;
    this.oryUrl = `http://127.0.0.1:${ory}`;
    this.databaseUrl = database?.url ?? `postgres://postgres@127.0.0.1:${postgres}/postgres`;
    this.env = {
      MOLTNET_HOME: this.home,
      PORT: api,
      MCP_PORT: mcp,
      ORY_LOCAL_PORT: ory,
      EMBEDDED_POSTGRES_PORT: postgres,
      EMBEDDING_MODEL_DIR: modelDir,
      EMBEDDING_ALLOW_DOWNLOAD: 'false',
      RATE_LIMIT_SCALE: '10000',
      ...(database && { DATABASE_URL: database.url }),
      ...options.env,
    };
  }

  /**
   * Makes a network without starting it.
   *
   * @param run The run's folder.
   * @param name Shown in the names of its home and its logs.
   */
  static async make(run: string, name: string, options: NetworkOptions = {}): Promise<Network> {
    const [ports, database, modelDir] = await Promise.all([
      freePorts(4),
      freshDatabase(),
      testModelDir(),
    ]);
    return new Network(run, name, ports, database, modelDir, options);
  }

  /** Makes a network and starts it. */
  static async start(run: string, name: string, options: NetworkOptions = {}): Promise<Network> {
    const network = await Network.make(run, name, options);
    try {
      await network.start();
    } catch (error) {
      await network.dispose();
      throw error;
    }
    return network;
  }

  /** Whether it runs on the embedded database. */
  get embedded(): boolean {
    return this.#database === undefined;
  }

  /** File of what the launcher prints on stdout in the current run, and its processes through it. */
  get log(): string {
    return `${this.#log}-${this.#runs}.out`;
  }

  /** The launcher of the current run. */
  get launcher(): Launcher {
    if (this.#launcher === undefined) throw new Error('the network was never started');
    return this.#launcher;
  }

  /** Starts the launcher once more on the same home; does not wait. */
  launch(env: Record<string, string> = {}): Launcher {
    this.#runs += 1;
    return new Launcher({ ...this.env, ...env }, `${this.#log}-${this.#runs}`, this.#command);
  }

  /** Resolves when everything serves. */
  async start(env: Record<string, string> = {}): Promise<void> {
    this.#launcher = this.launch(env);
    await this.#launcher.running();
  }

  /**
   * Ctrl-C.
   *
   * @returns how long it took, in milliseconds.
   * @throws when it leaves a process behind or ends with another code than 0.
   */
  async stop(): Promise<number> {
    const started = performance.now();
    this.launcher.signal('SIGINT');
    const exit = await within('the launcher ends on Ctrl-C', this.launcher.exited, PATIENCE);
    const took = performance.now() - started;
    const left = this.processes();
    if (exit.code !== 0) throw new Error(`the launcher ended with ${JSON.stringify(exit)}`);
    if (left.length > 0) throw new Error(`left behind: ${JSON.stringify(left)}`);
    return took;
  }

  /** Every process of this network that is alive. */
  processes(): FoundProcess[] {
    return processesOf(this.home);
  }

  /** The process id of one of them; waits for it where it is being started again. */
  pidOf(name: string): Promise<number> {
    return until(`${name} runs`, () => this.processes().find((found) => found.name === name)?.pid);
  }

  /** kill -9, and waits until it is gone. Its process id. */
  async kill(name: string): Promise<number> {
    const pid = await this.pidOf(name);
    process.kill(pid, 'SIGKILL');
    await until(`${name} is gone`, () => this.processes().every((found) => found.pid !== pid));
    return pid;
  }

  /** Ends whatever is left, in whatever state, and drops the database. */
  async dispose(): Promise<void> {
    for (const { pid } of this.processes()) killIfThere(pid);
    await until('every process is gone', () => this.processes().length === 0);
    await this.#database?.drop();
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended in between.
  }
}

/** @throws when `promise` has not settled after `milliseconds`. */
export async function within<T>(
  what: string,
  promise: Promise<T>,
  milliseconds: number,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what}: not within ${milliseconds} ms`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
