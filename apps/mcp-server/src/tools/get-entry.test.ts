import { expect, test } from 'vitest';
import * as samples from '../testing/samples.ts';
import { send } from '../testing/upstream.ts';
import { toolBench } from '../testing/tool.ts';
import { getEntry } from './get-entry.ts';

const bench = toolBench(getEntry);

test('gives an entry whole, however long', async () => {
  const long = { ...samples.entry, content: '🦀'.repeat(100_000) };
  bench.upstream().override = (_received, response) => {
    send(response, 200, long);
    return 'handled';
  };
  expect(await bench.call({ entry_id: samples.ENTRY_ID })).toEqual(long);
  expect(bench.asked()).toMatchObject([
    { operation: 'getEntry', params: { id: samples.ENTRY_ID } },
  ]);
});

test.each([['../diaries'], ['.'], [''], [7]])('refuses entry_id %j', async (entry_id) => {
  await expect(bench.call({ entry_id })).rejects.toMatchObject({ errors: [{ field: 'entry_id' }] });
  expect(bench.asked()).toEqual([]);
});
