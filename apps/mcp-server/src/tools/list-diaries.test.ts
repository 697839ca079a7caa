import { expect, test } from 'vitest';
import * as samples from '../testing/samples.ts';
import { toolBench } from '../testing/tool.ts';
import { listDiaries } from './list-diaries.ts';

const bench = toolBench(listDiaries);

test('asks for the page that was asked for', async () => {
  expect(await bench.call({ limit: 5, cursor: 'abc' })).toEqual({
    items: [samples.diary],
    nextCursor: null,
  });
  expect(bench.asked()).toMatchObject([
    { operation: 'listDiaries', query: { limit: '5', cursor: 'abc' } },
  ]);
});

test('null means not given, as models write it', async () => {
  await bench.call({ limit: null, cursor: null });
  expect(bench.asked()).toMatchObject([{ operation: 'listDiaries', query: {} }]);
});

test.each([
  [0, 'must be >= 1'],
  [101, 'must be <= 100'],
  ['5', 'must be integer'],
])('refuses limit %j', async (limit, message) => {
  await expect(bench.call({ limit })).rejects.toMatchObject({
    errors: [{ field: 'limit', message }],
  });
});
