import { expect, test } from 'vitest';
import { columns, headline, printable } from './terminal-text.ts';

test.each([
  ['plain\ttext\n', 'plain\ttext\n'],
  ['crlf\r\n', 'crlf\n'],
  ['over\rwrite', 'over<U+000D>write'],
  ['\u001b]0;title\u0007', '<U+001B>]0;title<U+0007>'],
  ['\u202eevil\u2066', '<U+202E>evil<U+2066>'],
  ['🦀 é ش', '🦀 é ش'],
])('%j is printed as %j', (text, shown) => {
  expect(printable(text)).toBe(shown);
});

test('a headline is the first line, cut between characters', () => {
  expect(headline('\n one\ntwo')).toBe('one');
  expect(headline('🦀'.repeat(10), 5)).toBe('🦀🦀🦀🦀…');
  expect(headline('12345', 5)).toBe('12345');
  expect(headline('')).toBe('');
});

test('columns line up and leave out what there is not', () => {
  expect(
    columns([
      ['a', '1'],
      ['long', '2'],
      ['none', undefined],
    ]),
  ).toBe('  a     1\n  long  2');
});
