import { expect, test } from 'vitest';
import { toolBench } from '../testing/tool.ts';
import { listPacks } from './list-packs.ts';

const bench = toolBench(listPacks);

test('lists the packs of every diary where none is named', async () => {
  await bench.call({ limit: 2 });
  expect(bench.asked()).toMatchObject([{ operation: 'listPacks', query: { limit: '2' } }]);
});
