import { expect, test } from 'vitest';

import { readOptions } from './options.ts';

test('a full run measures everything at 10,000 entries, in a database that goes again', () => {
  expect(readOptions([])).toMatchObject({
    quick: false,
    scenarios: [
      'create',
      'read',
      'access',
      'enumeration',
      'consolidation',
      'mcp',
      'search',
      'statements',
      'backlog',
      'embedding',
      'start',
    ],
    scale: '10k',
    keep: false,
    json: undefined,
  });
});

test('what is asked for is what is run', () => {
  const options = readOptions(['--only', 'search,read', '--scale', '1m', '--keep']);
  expect(options).toMatchObject({ scenarios: ['search', 'read'], scale: '1m', keep: true });
});

test.each([
  [
    ['--only', 'serach'],
    '--only: there is no scenario serach, but create, read, access, enumeration, consolidation, mcp, search, statements, backlog, embedding, start',
  ],
  [['--scale', '10'], '--scale: 10 is none of 1k, 10k, 100k, 1m'],
])('%j is refused', (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});
