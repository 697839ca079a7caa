import { array, assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';

import { batchesByLength } from './batching.ts';

function sequence(length: number): { tokens: number[] } {
  return { tokens: Array.from({ length }, () => 1) };
}

function lengths(batches: { tokens: readonly number[] }[][]): number[][] {
  return batches.map((batch) => batch.map(({ tokens }) => tokens.length));
}

test('puts like lengths together, shortest first', () => {
  expect(lengths(batchesByLength([200, 10, 210, 12].map(sequence)))).toEqual([
    [10, 12],
    [200, 210],
  ]);
});

test('a sequence of the full length is a batch by itself', () => {
  expect(lengths(batchesByLength([512, 16, 512].map(sequence)))).toEqual([[16], [512], [512]]);
});

test('nothing is lost, doubled or padded beyond 512 tokens', () => {
  assert(
    property(array(integer({ min: 4, max: 512 }), { maxLength: 100 }), (wanted) => {
      const sequences = wanted.map(sequence);
      const batches = batchesByLength(sequences);
      expect(new Set(batches.flat())).toEqual(new Set(sequences));
      expect(batches.flat()).toHaveLength(sequences.length);
      for (const batch of batches) {
        expect(batch.length * batch.at(-1)!.tokens.length).toBeLessThanOrEqual(512);
      }
    }),
  );
});
