import { setTimeout as delay } from 'node:timers/promises';
import type { Agent } from '../harness/agents.ts';
import type { Answer, Api } from '../harness/http.ts';

/**
 * Milliseconds between two requests of a client, at the least and at the most: a hundred clients ask
 * fifty times a second then. This is about what goes on at once, not about how much.
 */
const SHORTEST_PAUSE = 1_500;
const LONGEST_PAUSE = 2_500;
/** On a machine that is slower than that, each waits so many times as long as its request took. */
const PATIENCE = 4;

/** What a run finds wrong; the first few in full. */
export class Faults {
  readonly lines: string[] = [];

  add(line: string): void {
    if (this.lines.length < 20) this.lines.push(line.slice(0, 500));
  }
}

/** What all clients of an agent share. */
export interface ClientOptions {
  readonly agent: Agent;
  readonly diaryIds: readonly string[];
  readonly faults: Faults;
  readonly signal: AbortSignal;
}

/** One of many that use the API at once, each one request after the other. */
export class Client {
  protected readonly agent: Agent;
  readonly diaryIds: readonly string[];
  protected readonly faults: Faults;
  readonly #signal: AbortSignal;
  /** How often each kind of work was done. */
  readonly done = new Map<string, number>();

  constructor({ agent, diaryIds, faults, signal }: ClientOptions) {
    this.agent = agent;
    this.diaryIds = diaryIds;
    this.faults = faults;
    this.#signal = signal;
  }

  /** Picks a kind of work by its weight, again and again; a request that was begun is finished. */
  async run(kinds: Readonly<Record<string, readonly [number, () => Promise<unknown>]>>) {
    const weighted = Object.entries(kinds).flatMap(([kind, [weight, work]]) =>
      Array.from({ length: weight }, () => ({ kind, work })),
    );
    await this.#pause(LONGEST_PAUSE * Math.random());
    while (!this.#signal.aborted) {
      const { kind, work } = anyOf(weighted);
      const begun = performance.now();
      try {
        await work();
        this.done.set(kind, (this.done.get(kind) ?? 0) + 1);
      } catch (error) {
        this.faults.add(`${kind}: ${String(error)}`);
      }
      const usual = SHORTEST_PAUSE + (LONGEST_PAUSE - SHORTEST_PAUSE) * Math.random();
      await this.#pause(Math.max(usual, PATIENCE * (performance.now() - begun)));
    }
  }

  /** @throws when the status is another */
  protected async ask<T>(status: number, ...[route, request]: Parameters<Api>): Promise<Answer<T>> {
    const answer = await this.agent.api<T>(route, request);
    if (answer.status === status) return answer;
    throw new Error(`${route}: ${answer.status} ${answer.text.slice(0, 300)}`);
  }

  async #pause(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { signal: this.#signal }).catch(() => undefined);
  }
}

export function anyOf<T>(items: readonly T[]): T {
  return items[Math.floor(Math.random() * items.length)]!;
}
