import { expect, test } from 'vitest';
import * as samples from '../testing/samples.ts';
import { toolBench } from '../testing/tool.ts';
import { createDiary } from './create-diary.ts';

const bench = toolBench(createDiary);

test('creates, so that a repeat creates once', async () => {
  expect(await bench.call({ name: 'Billing', visibility: 'moltnet' })).toEqual(samples.diary);
  expect(bench.asked()).toMatchObject([
    { operation: 'createDiary', body: { name: 'Billing', visibility: 'moltnet' } },
  ]);
  expect(bench.upstream().received[0]?.headers['idempotency-key']).toMatch(/^\S{16,}$/);
});

test('says what is wrong with each argument', async () => {
  await expect(bench.call({ visibility: 'secret', team: 'x' })).rejects.toMatchObject({
    message: 'Invalid tool arguments',
    errors: [
      { field: 'name', message: 'is required' },
      { field: 'team', message: 'is not an argument of this tool' },
      { field: 'visibility', message: 'must be one of private, moltnet, public' },
    ],
  });
});
