import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson as vectors, fromHex } from '../test/vectors.ts';
import { canonicalJson, CryptoInputError } from './index.ts';

test.each(vectors.vectors)('$name', ({ input, canonical }) => {
  expect(canonicalJson(input)).toBe(canonical);
});

test.each(vectors.numbers)('number $ieee754 is $canonical', ({ ieee754, canonical }) => {
  expect(canonicalJson(double(ieee754))).toBe(canonical);
});

test.each(vectors.refusedNumbers)('refuses the number %s', (ieee754) => {
  expect(() => canonicalJson(double(ieee754))).toThrow(CryptoInputError);
});

test.each([
  ['a lone high surrogate', '\ud800'],
  ['a lone low surrogate', 'a\udc00b'],
  ['surrogates the wrong way round', '\udc00\ud800'],
  ['a lone surrogate in a key', { '\ud83d': 1 }],
  ['a bigint', 1n],
  ['undefined', undefined],
  ['a function', () => 1],
])('refuses %s', (_, value) => {
  expect(() => canonicalJson(value)).toThrow(CryptoInputError);
});

test('refuses a cycle', () => {
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  expect(() => canonicalJson(cycle)).toThrow(CryptoInputError);
});

test('says the same as the value, whatever the order of keys', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
      const canonical = canonicalJson(value);
      expect(JSON.parse(canonical)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(reversed(value))).toBe(canonical);
    }),
  );
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, member]) => [key, reversed(member)]);
  return Object.fromEntries(entries.toReversed());
}

function double(hex: string): number {
  return new DataView(fromHex(hex).buffer).getFloat64(0);
}
