import { expect, test } from 'vitest';

import { chunkTokens, MAX_SEQUENCE_TOKENS, OVERLAP_TOKENS } from './chunking.ts';

const frame = { head: [101, 6019, 1024], tail: [102] };
const room = MAX_SEQUENCE_TOKENS - 4;

function tokens(count: number): number[] {
  return Array.from({ length: count }, (_, index) => 1_000 + index);
}

test.each([
  { total: 4, lengths: [4] },
  { total: 511, lengths: [511] },
  { total: 512, lengths: [512] },
  { total: 513, lengths: [512, 4 + OVERLAP_TOKENS + 1] },
  { total: 512 + room - OVERLAP_TOKENS, lengths: [512, 512] },
  { total: 512 + room - OVERLAP_TOKENS + 1, lengths: [512, 512, 4 + OVERLAP_TOKENS + 1] },
])('$total tokens with their frame become chunks of $lengths', ({ total, lengths }) => {
  const chunks = chunkTokens(tokens(total - 4), frame);
  expect(chunks.map((chunk) => chunk.length)).toEqual(lengths);
});

test('each chunk stands in the frame and repeats the end of the one before it', () => {
  const [first, second] = chunkTokens(tokens(700), frame).map((chunk) => chunk.slice(3, -1));
  expect(chunkTokens(tokens(700), frame).map((chunk) => chunk.slice(0, 3))).toEqual([
    frame.head,
    frame.head,
  ]);
  expect(second!.slice(0, OVERLAP_TOKENS)).toEqual(first!.slice(-OVERLAP_TOKENS));
  expect([...first!, ...second!.slice(OVERLAP_TOKENS)]).toEqual(tokens(700));
});
