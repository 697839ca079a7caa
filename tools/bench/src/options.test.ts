import { expect, test } from 'vitest';

import { readOptions } from './options.ts';

test('a full run measures everything at 10,000 and 100,000 entries', () => {
  expect(readOptions([])).toMatchObject({
    quick: false,
    scenarios: ['create', 'read', 'search', 'embedding'],
    sizes: [10_000, 100_000],
    json: undefined,
  });
});

test('what is asked for is what is run, sizes ascending', () => {
  const options = readOptions(['--quick', '--only', 'search,read', '--sizes', '500,50']);
  expect(options).toMatchObject({ quick: true, scenarios: ['search', 'read'], sizes: [50, 500] });
});

test.each([
  [
    ['--only', 'serach'],
    '--only: there is no scenario serach, but create, read, search, embedding',
  ],
  [['--sizes', '10k'], '--sizes: 10k is not a count'],
])('%j is refused', (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});
