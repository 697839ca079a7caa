import { setTimeout as delay } from 'node:timers/promises';
import { RESTARTS, nextDelay, type RestartBudget } from './backoff.ts';
import type { ProcessSpec } from './process-spec.ts';
import { runProcess, type ExitError, type OnLine, type RunningProcess } from './run-process.ts';

export interface Events {
  onLine: OnLine;
  /** It ended by itself after it had been ready, and is started again after `delay` ms. */
  onRestart(end: ExitError, delay: number): void;
  /** It ends again and again and is not restarted any more. */
  onGivenUp(end: ExitError): void;
}

/** Keeps one process running until it is stopped, or until restarting it is no use. */
export class Supervised {
  readonly spec: ProcessSpec;
  readonly #events: Events;
  readonly #budget: RestartBudget;
  readonly #restarts: number[] = [];
  readonly #stopping = new AbortController();
  #current: RunningProcess | undefined;

  constructor(spec: ProcessSpec, events: Events, budget: RestartBudget = RESTARTS) {
    this.spec = spec;
    this.#events = events;
    this.#budget = budget;
  }

  /** Process id of the run that is current; changes with a restart. */
  get pid(): number | undefined {
    return this.#current?.pid;
  }

  /**
   * Resolves when the process serves for the first time.
   *
   * @throws ExitError when it ends before: a first start is not repeated, its message is for a person.
   */
  async start(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    const first = runProcess(this.spec, this.#events.onLine);
    this.#current = first;
    await first.ready;
    void this.#watch(first);
  }

  /** Ends it for good, by force after `within` milliseconds; resolves when it is gone. */
  async stop(within: number): Promise<void> {
    this.#stopping.abort();
    await this.#current?.stop(within);
  }

  async #watch(first: RunningProcess): Promise<void> {
    let running = first;
    for (;;) {
      const end = await running.exited;
      if (this.#stopping.signal.aborted) return;
      const wait = nextDelay(this.#restarts, performance.now(), this.#budget);
      if (wait === undefined) {
        this.#events.onGivenUp(end);
        return;
      }
      this.#events.onRestart(end, wait);
      this.#restarts.push(performance.now());
      await delay(wait, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      if (this.#stopping.signal.aborted) return;
      running = runProcess(this.spec, this.#events.onLine);
      this.#current = running;
    }
  }
}
