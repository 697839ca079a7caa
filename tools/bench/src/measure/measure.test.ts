import { expect, test } from 'vitest';

import { compare, measure } from './measure.ts';
import { summarise } from './summarise.ts';

const load = { concurrency: 4, operations: 20, seconds: 5, warmUp: 3 };

test('counts what is done after the warm-up, and gives each run its own number', async () => {
  const runs: number[] = [];
  const summary = await measure(load, async (run) => runs.push(run));
  expect(summary.operations).toBe(20);
  expect(runs.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 23 }, (_, index) => index));
});

test('keeps as many under way as it is told to', async () => {
  let now = 0;
  let most = 0;
  await measure(load, async () => {
    most = Math.max(most, (now += 1));
    await new Promise((resolve) => setImmediate(resolve));
    now -= 1;
  });
  expect(most).toBe(4);
});

test('ends when the time is up', async () => {
  const { operations, seconds } = await measure(
    { concurrency: 1, operations: 1e9, seconds: 0.05, warmUp: 0 },
    () => new Promise((resolve) => setTimeout(resolve, 1)),
  );
  expect(operations).toBeLessThan(60);
  expect(seconds).toBeLessThan(1);
});

test('compares two operations in turns, each with all of the load', async () => {
  const order: string[] = [];
  const { measured, raw } = await compare(
    { ...load, concurrency: 1, warmUp: 0 },
    async (run) => order.push(`ours ${run}`),
    async (run) => order.push(`raw ${run}`),
  );
  expect(measured.operations).toBe(20);
  expect(raw.operations).toBe(20);
  expect(order.slice(2, 10)).toEqual([
    'ours 2',
    'ours 3',
    'raw 0',
    'raw 1',
    'raw 2',
    'raw 3',
    'ours 4',
    'ours 5',
  ]);
});

test('an operation that fails ends the measurement', async () => {
  const failing = measure(load, async (run) => {
    if (run === 10) throw new Error('503');
  });
  await expect(failing).rejects.toThrow('503');
});

test('percentiles are values that were measured', () => {
  const times = Array.from({ length: 200 }, (_, index) => 200 - index);
  expect(summarise(times, 2)).toEqual({
    operations: 200,
    seconds: 2,
    perSecond: 100,
    p50: 100,
    p95: 190,
    p99: 198,
    max: 200,
  });
});
