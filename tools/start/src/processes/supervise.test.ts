import { afterEach, describe, expect, it, vi } from 'vitest';
import { childThat } from '../testing/spec.ts';
import type { RestartBudget } from './backoff.ts';
import type { ExitError } from './run-process.ts';
import { Supervised } from './supervise.ts';

const BUDGET: RestartBudget = { most: 3, window: 60_000, firstDelay: 1, longestDelay: 4 };

const started: Supervised[] = [];
afterEach(() => Promise.all(started.splice(0).map((supervised) => supervised.stop(5000))));

function supervise(behaviour: string) {
  const restarts: number[] = [];
  const givenUp = Promise.withResolvers<ExitError>();
  const supervised = new Supervised(
    childThat(behaviour),
    {
      onLine: () => undefined,
      onRestart: (_end, wait) => restarts.push(wait),
      onGivenUp: givenUp.resolve,
    },
    BUDGET,
  );
  started.push(supervised);
  return { supervised, restarts, givenUp: givenUp.promise };
}

describe('Supervised', () => {
  it('starts a process again that was killed', async () => {
    const { supervised, restarts } = supervise('serves');
    await supervised.start();
    const first = supervised.pid;
    process.kill(first ?? 0, 'SIGKILL');
    await vi.waitUntil(() => supervised.pid !== first, { timeout: 10_000 });
    expect(restarts).toEqual([1]);
  });

  it('gives up on one that ends again and again, after longer and longer waits', async () => {
    const { supervised, restarts, givenUp } = supervise('dies after it served');
    await supervised.start();
    expect((await givenUp).message).toBe('dies-after-it-served: ended with code 3');
    expect(restarts).toEqual([1, 2, 4]);
  });

  it('does not repeat a first start that fails', async () => {
    const { supervised, restarts } = supervise('refuses to start');
    await expect(supervised.start()).rejects.toMatchObject({
      lastWords: 'The data folder is damaged: restore a backup.',
    });
    expect(restarts).toEqual([]);
  });

  it('does not restart what it stops', async () => {
    const { supervised, restarts } = supervise('serves');
    await supervised.start();
    await supervised.stop(5000);
    expect(restarts).toEqual([]);
  });
});
