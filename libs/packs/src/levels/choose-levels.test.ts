import type { CompressionLevel } from '@moltnet/contract';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compress } from '../compress/compress.ts';
import { section } from '../compress/section.ts';
import { countTokens } from '../tokens/count.ts';
import { chooseLevels, type FormTokens } from './choose-levels.ts';

const LONG = { full: 100, summary: 30, keywords: 10 };
const SHORT = { full: 5 };

test.each<[string, FormTokens[], number, (CompressionLevel | undefined)[]]>([
  ['all fit in full', [LONG, LONG], 200, ['full', 'full']],
  ['one too few tokens: the last is shortened', [LONG, LONG], 199, ['full', 'summary']],
  [
    'everyone is there before anyone is long',
    [LONG, LONG, LONG],
    50,
    ['summary', 'keywords', 'keywords'],
  ],
  ['summaries for all before full text for one', [LONG, LONG], 120, ['summary', 'summary']],
  ['full text for the first once all have summaries', [LONG, LONG], 130, ['full', 'summary']],
  ['the last are left out', [LONG, LONG, LONG], 20, ['keywords', 'keywords', undefined]],
  [
    'a short one takes the place that is left',
    [LONG, LONG, SHORT],
    15,
    ['keywords', undefined, 'full'],
  ],
  ['nothing fits', [LONG], 9, [undefined]],
  ['no keywords: the summary is the least', [{ full: 50, summary: 20 }], 20, ['summary']],
  ['nothing to pack', [], 10, []],
])('%s', (_, entries, budget, expected) => {
  expect(chooseLevels(entries, budget)).toEqual(expected);
});

const sentence = fc
  .array(fc.constantFrom('redis', 'billing', 'worker', 'jobs', 'the', '漢字', '🦀', 'x-id'), {
    minLength: 1,
    maxLength: 14,
  })
  .map((words) => `${words.join(' ')}. `);
const entry = fc.record({
  title: fc.option(fc.string({ maxLength: 30 })),
  content: fc.oneof(
    fc.array(sentence, { minLength: 1, maxLength: 30 }).map((all) => all.join('')),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 400 }),
  ),
  tags: fc.array(fc.string({ maxLength: 12 }), { maxLength: 4 }),
});

test('the budget is honoured in the text that comes out, together as apart', () => {
  fc.assert(
    fc.property(
      fc.array(entry, { maxLength: 8 }),
      fc.integer({ min: 1, max: 600 }),
      (given, budget) => {
        const forms = given.map((each, at) => {
          const ranked = { ...each, rank: at + 1 };
          const text = section(ranked, each.content);
          const full = { text, tokens: countTokens(text) };
          return { full, ...compress(ranked, full.tokens) };
        });
        const tokens = forms.map(({ full, summary, keywords }) => ({
          full: full.tokens,
          summary: summary?.tokens,
          keywords: keywords?.tokens,
        }));
        const levels = chooseLevels(tokens, budget);
        const texts = levels.flatMap((level, at) => (level && forms[at]?.[level]?.text) ?? []);
        const apart = texts.reduce((sum, text) => sum + countTokens(text), 0);
        expect(apart).toBeLessThanOrEqual(budget);
        expect(countTokens(texts.join(''))).toBe(apart);
        expect(chooseLevels(tokens, budget)).toEqual(levels);
      },
    ),
    { numRuns: 300 },
  );
});

const tokens = fc
  .tuple(fc.nat(50), fc.nat(50), fc.nat(50))
  .map(([a, b, c]) => ({ keywords: a + 1, summary: a + b + 2, full: a + b + c + 3 }));

test('the first is there if its shortest form fits, and all are in full if that fits', () => {
  fc.assert(
    fc.property(
      fc.array(tokens, { minLength: 1, maxLength: 10 }),
      fc.nat(600),
      (entries, budget) => {
        const levels = chooseLevels(entries, budget);
        expect(levels[0] !== undefined).toBe((entries[0]?.keywords ?? 0) <= budget);
        const all = entries.reduce((sum, { full }) => sum + full, 0);
        expect(levels.every((level) => level === 'full')).toBe(all <= budget);
      },
    ),
  );
});
