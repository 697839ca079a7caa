import { setTimeout as delay } from 'node:timers/promises';
import type { Plan } from './processes/plan.ts';
import type { ProcessSpec } from './processes/process-spec.ts';
import { ExitError } from './processes/run-process.ts';
import { Supervised } from './processes/supervise.ts';
import type { Screen } from './output/screen.ts';
import { StartError } from './start-error.ts';

/** A process that has said nothing by then never will. Milliseconds. */
const READY_WITHIN = 120_000;

/** The processes of one network: started in the order of what they need, stopped in the reverse. */
export class Network {
  readonly #plan: Plan;
  readonly #screen: Screen;
  readonly #migrate: (databaseUrl: string) => Promise<unknown>;
  /** What must be gone before the next may go: those that write before what they write to. */
  readonly #stages: Supervised[][] = [];
  #stopping = false;
  readonly #failure = Promise.withResolvers<StartError>();

  constructor(plan: Plan, screen: Screen, migrate: (databaseUrl: string) => Promise<unknown>) {
    this.#plan = plan;
    this.#screen = screen;
    this.#migrate = migrate;
  }

  /** Resolves when a process cannot be kept running. */
  get failed(): Promise<StartError> {
    return this.#failure.promise;
  }

  /**
   * Starts everything; resolves when everything serves.
   *
   * @param patience Milliseconds during which the database may still be held by a run that crashed.
   * @throws StartError with the words of the process that did not come up.
   */
  async start(patience = 0): Promise<void> {
    const { postgres, oryLocal, restApi, mcpServer, databaseUrl } = this.#plan;
    try {
      // The MCP server needs nothing to start, so it loads while the database does.
      const mcp = postgres === undefined ? undefined : this.#start(mcpServer, 0);
      mcp?.catch(() => undefined);
      if (postgres !== undefined) await this.#startPatiently(postgres, 2, patience);
      await this.#timed('database migrated', () => this.#migrate(databaseUrl));
      await Promise.all([
        mcp ?? this.#start(mcpServer, 0),
        this.#start(restApi, 0),
        oryLocal === undefined ? undefined : this.#start(oryLocal, 1),
      ]);
    } catch (error) {
      throw error instanceof ExitError ? new StartError(asMessage(error)) : error;
    }
  }

  /** Stops everything, within the longest `stopWithin`: each stage has what those before left. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const told = performance.now();
    for (const stage of this.#stages) {
      const elapsed = performance.now() - told;
      await Promise.all(
        (stage ?? []).map((supervised) => supervised.stop(supervised.spec.stopWithin - elapsed)),
      );
    }
  }

  /** Process ids by name, of the runs that are current. */
  get pids(): Record<string, number | undefined> {
    return Object.fromEntries(this.#stages.flat().map(({ spec, pid }) => [spec.name, pid]));
  }

  async #startPatiently(spec: ProcessSpec, stage: number, patience: number): Promise<void> {
    const deadline = performance.now() + patience;
    for (;;) {
      try {
        await this.#start(spec, stage);
        return;
      } catch (error) {
        if (performance.now() > deadline) throw error;
        await delay(100);
      }
    }
  }

  async #start(spec: ProcessSpec, stage: number): Promise<void> {
    if (this.#stopping) throw new StartError('Stopped before everything was started.');
    const supervised = new Supervised(spec, {
      onLine: (name, line, stream) => this.#screen.line(name, line, stream),
      onRestart: (end, wait) =>
        this.#screen.warn(`${end.message}; it is started again in ${wait} ms`),
      onGivenUp: (end) =>
        this.#failure.resolve(new StartError(`${asMessage(end)} It ends again and again.`)),
    });
    (this.#stages[stage] ??= []).push(supervised);
    await this.#timed(spec.name, () => withDeadline(spec.name, supervised.start()));
  }

  async #timed(what: string, action: () => Promise<unknown>): Promise<void> {
    const started = performance.now();
    await action();
    this.#screen.done(what, performance.now() - started);
  }
}

/** The words of a process as a message: its own, where it had any. */
const asMessage = ({ process, lastWords }: ExitError): string =>
  lastWords.startsWith('ended') || lastWords.startsWith('was ended')
    ? `${process} ${lastWords}; LOG_LEVEL=debug shows more.`
    : lastWords;

async function withDeadline(name: string, ready: Promise<void>): Promise<void> {
  const timeout = new AbortController();
  const late = delay(READY_WITHIN, undefined, { signal: timeout.signal }).then(() => {
    throw new StartError(`${name} is not ready after ${READY_WITHIN / 1000} s.`);
  });
  late.catch(() => undefined);
  try {
    await Promise.race([ready, late]);
  } finally {
    timeout.abort();
  }
}
