import * as dagCbor from '@ipld/dag-cbor';
import { sha256 } from '@noble/hashes/sha2.js';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex, packCid as vectors } from '../test/vectors.ts';
import { cidOf } from './cid.ts';
import { CryptoInputError, packCid, renderedPackCid } from './index.ts';

const DIARY = '018f0000-0000-7000-8000-000000000001';
const ENTRY = 'bafkreiab4otmndlmlx4rjrgyttzmccbuqkzxbdyt6d3tewzsotwjw7fuie';
const pack = (params: Record<string, unknown>) => ({
  diaryId: DIARY,
  packType: 'custom',
  params,
  entries: [{ cid: ENTRY, compressionLevel: 'full', rank: 1 }],
});

test.each(vectors.vectors)('$name', ({ pack: given, packCid: expected, cbor }) => {
  expect(packCid(given)).toBe(expected);
  expect(cidOf(dagCbor.code, sha256(fromHex(cbor)))).toBe(expected);
});

test.each(vectors.rendered)('rendered: $name', ({ rendered, renderedPackCid: expected, cbor }) => {
  expect(renderedPackCid(rendered)).toBe(expected);
  expect(cidOf(dagCbor.code, sha256(fromHex(cbor)))).toBe(expected);
});

test('the order of keys in params and of entries does not matter', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(100), (params, turn) => {
      const keys = Object.keys(params);
      const turned = keys.map((_, at) => keys[(at + turn) % keys.length] ?? '');
      const reordered = Object.fromEntries(turned.map((key) => [key, params[key]]));
      expect(packCid(pack(reordered))).toBe(packCid(pack(params)));
    }),
  );
});

test('every part counts', () => {
  const first = pack({ a: 1 });
  const [entry] = first.entries;
  const cids = [
    first,
    { ...first, diaryId: '018f0000-0000-7000-8000-000000000002' },
    { ...first, packType: 'other' },
    pack({ a: 2 }),
    pack({ a: '1' }),
    { ...first, entries: [] },
    { ...first, entries: [{ ...entry!, rank: 2 }] },
    { ...first, entries: [{ ...entry!, compressionLevel: 'summary' }] },
    { ...first, entries: [{ ...entry!, cid: packCid(first) }] },
  ].map(packCid);
  expect(new Set(cids).size).toBe(cids.length);
});

test.each<[string, Record<string, unknown>]>([
  ['a lone surrogate', { a: '\ud800' }],
  ['a lone surrogate in a key', { '\udc00': 1 }],
  ['an infinity', { a: Infinity }],
  ['NaN', { a: [Number.NaN] }],
  ['nesting without end', { a: JSON.parse('['.repeat(40) + ']'.repeat(40)) }],
])('refuses params with %s', (_, params) => {
  expect(() => packCid(pack(params))).toThrow(CryptoInputError);
});

test('refuses a cid that is none', () => {
  const entries = [{ cid: 'bafkrei', compressionLevel: 'full', rank: 1 }];
  expect(() => packCid({ ...pack({}), entries })).toThrow(CryptoInputError);
});
