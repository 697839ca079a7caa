import { expect, test } from 'vitest';
import * as samples from '../testing/samples.ts';
import { toolBench } from '../testing/tool.ts';
import { whoami } from './whoami.ts';

const bench = toolBench(whoami);

test.each([[undefined], [null], [{}]])('answers who calls, with arguments %j', async (args) => {
  expect(await bench.call(args)).toEqual(samples.whoami);
  expect(bench.asked()).toEqual([{ operation: 'whoAmI', params: {}, query: {}, body: '' }]);
});

test.each([
  [{ verbose: true }, 'verbose', 'is not an argument of this tool'],
  ['me', 'arguments', 'must be object'],
])('takes no argument: %j', async (args, field, message) => {
  await expect(bench.call(args)).rejects.toMatchObject({ errors: [{ field, message }] });
  expect(bench.asked()).toEqual([]);
});
