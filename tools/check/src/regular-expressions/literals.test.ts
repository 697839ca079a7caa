import { expect, test } from 'vitest';
import { regularExpressions } from './literals.ts';

test.each([
  ['a literal', 'const a = /x+y/gi;', [{ pattern: 'x+y', flags: 'gi' }]],
  ['new RegExp of a literal', "new RegExp('a|b', 'u')", [{ pattern: 'a|b', flags: 'u' }]],
  [
    'the pattern of a schema',
    "Type.String({ pattern: '^a*$' })",
    [{ pattern: '^a*$', flags: 'u' }],
  ],
  ['a division', 'const a = b / c / d;', []],
  ['a text', "const a = '/x/';", []],
])('%s', (_, source, found) => {
  expect(regularExpressions('file.ts', source)).toEqual(found);
});
