import * as fc from 'fast-check';
import { countTokens as libraryCount } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { countTokens } from './count.ts';

// Counted by OpenAI's own tiktoken 1.0.22 (Rust), not by the library that is used here.
test.each([
  ['', 0],
  ['hello world', 2],
  ['Redis restarts drop jobs; the billing worker must re-enqueue them.', 15],
  ['x-moltnet-team-id: 018f0000-0000-7000-8000-000000000001', 27],
  ['const id = await client.entries.create(diaryId, signed);\n', 13],
  ['漢字仮名交じり文を読む', 11],
  ['مرحبا بالعالم', 4],
  ['🦀🦀 molts 👩‍🚀', 12],
  ['  leading and   inner   spaces  ', 8],
  ['a\n\n\nb\r\n\r\nc', 5],
  ['<|endoftext|>', 7],
  ['naïve café — “quoted” … ½', 11],
])('%j has %i tokens', (text, tokens) => {
  expect(countTokens(text)).toBe(tokens);
});

const word = fc.string({ unit: 'binary', maxLength: 40 });
const prose = fc.array(word, { maxLength: 60 }).map((words) => words.join(' '));

test('is what the library counts where no run is long', () => {
  fc.assert(
    fc.property(prose, (text) => {
      fc.pre(!/\S{257}|\s{257}/u.test(text));
      expect(countTokens(text)).toBe(libraryCount(text, { disallowedSpecial: new Set() }));
    }),
  );
});

test('sections add up', () => {
  const run = fc.tuple(fc.constantFrom('a', ' ', '\n', '!', '漢', '🦀', '\t\n'), fc.nat(700));
  const body = fc
    .array(
      fc.oneof(
        prose,
        run.map(([unit, times]) => unit.repeat(times)),
      ),
      { maxLength: 4 },
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.array(body, { maxLength: 4 }), (bodies) => {
      const sections = bodies.map((text, at) => `## Entry ${at}\n\n${text}\n\n`);
      const apart = sections.reduce((sum, text) => sum + countTokens(text), 0);
      expect(countTokens(sections.join(''))).toBe(apart);
    }),
  );
});

describe('a text that would take byte-pair merging minutes takes seconds', () => {
  test.each([
    ['one letter', 'a'.repeat(100_000)],
    ['spaces', ' '.repeat(100_000)],
    ['line breaks', '\n'.repeat(100_000)],
    ['punctuation', '!?'.repeat(50_000)],
    ['emoji', '🦀'.repeat(50_000)],
    ['Han without a stop', '漢字仮名交じり文'.repeat(12_500)],
  ])('100,000 of %s', (_, text) => {
    const started = performance.now();
    expect(countTokens(text)).toBeGreaterThan(500);
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  test('and is counted nearly as the library does', () => {
    const text = 'a'.repeat(5_000);
    const exact = libraryCount(text);
    expect(Math.abs(countTokens(text) - exact)).toBeLessThanOrEqual(Math.ceil(5_000 / 256));
  });
});
