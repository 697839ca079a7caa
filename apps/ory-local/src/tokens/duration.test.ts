import { expect, test } from 'vitest';
import { parseDuration } from './duration.ts';

test.each([
  ['1h', 3600],
  ['720h0m0s', 2_592_000],
  ['1h30m', 5400],
  ['45s', 45],
])('%s is %i seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

test.each(['', '1', '1d', 'h', '-1h', '1.5h', '0s', '1h '])('"%s" is no duration', (text) => {
  expect(() => parseDuration(text)).toThrow(RangeError);
});
