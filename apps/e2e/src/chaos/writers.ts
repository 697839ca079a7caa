import { setTimeout as delay } from 'node:timers/promises';
import type { Entry } from '@moltnet/contract';
import type { Agent } from '../harness/agents.ts';
import type { Answer } from '../harness/http.ts';
import { until } from '../harness/until.ts';

const AT_ONCE = 4;
/** Milliseconds between two attempts of the same create. */
const RETRY_AFTER = 100;

/**
 * A run of creates that goes on whatever breaks: each is repeated with its key until it is
 * acknowledged, as API.md tells a client to.
 */
export class Writers {
  /** Number written → id of the entry, of what was acknowledged. */
  readonly acknowledged = new Map<number, string>();
  /** Answers that do not say "try again": a client would give up, or believe it has no right. */
  readonly wrong: string[] = [];
  readonly #agent: Agent;
  readonly #diaryId: string;
  readonly #loops: Promise<void>[];
  #next = 0;
  #stopping = false;

  constructor(agent: Agent, diaryId: string) {
    this.#agent = agent;
    this.#diaryId = diaryId;
    this.#loops = Array.from({ length: AT_ONCE }, () => this.#loop());
  }

  /** Resolves when so many more are acknowledged than now. */
  async more(count: number, within = 30_000): Promise<void> {
    const enough = this.acknowledged.size + count;
    await until(`${count} more creates`, () => this.acknowledged.size >= enough, within);
  }

  /** Resolves when the creates under way are acknowledged, too. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#loops);
  }

  async #loop(): Promise<void> {
    while (!this.#stopping) {
      const number = this.#next;
      this.#next += 1;
      await this.#write(number);
    }
  }

  async #write(number: number): Promise<void> {
    for (;;) {
      const answer = await this.#attempt(number);
      if (answer?.status === 201) {
        this.acknowledged.set(number, answer.body.id);
        return;
      }
      if (answer !== undefined && answer.headers.get('retry-after') === null) {
        this.wrong.push(`${number}: ${answer.status} ${answer.text.slice(0, 200)}`);
      }
      await delay(RETRY_AFTER);
    }
  }

  /** Undefined when no answer came. */
  async #attempt(number: number): Promise<Answer<Entry> | undefined> {
    try {
      return await this.#agent.api<Entry>(`POST /diaries/${this.#diaryId}/entries`, {
        body: { content: `entry number ${number}` },
        headers: { 'idempotency-key': `create-${this.#diaryId}-${number}` },
        signal: AbortSignal.timeout(10_000),
      });
    } catch {
      return undefined;
    }
  }
}

/** Number → ids of the entries in a diary that hold it. */
export async function written(agent: Agent, diaryId: string): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>();
  let cursor: string | null | undefined;
  do {
    const page = await agent.client.entries.list(diaryId, {
      limit: 100,
      ...(typeof cursor === 'string' && { cursor }),
    });
    for (const { id, content } of page.items) {
      const number = Number(/\d+$/.exec(content)?.[0]);
      found.set(number, [...(found.get(number) ?? []), id]);
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}
