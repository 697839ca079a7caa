import { array, assert, asyncProperty, integer } from 'fast-check';
import { expect, test } from 'vitest';
import { fitTokens } from './fit-tokens.ts';

/** One token for each character that is no line end: what is fitted is what matters here. */
async function countTokens(text: string): Promise<number> {
  return text.replaceAll('\n', '').length;
}

const entries = (...lengths: number[]) =>
  lengths.map((length) => ({ title: null, content: 'x'.repeat(length) }));
const lengthsOf = (fitting: readonly { content: string }[]) =>
  fitting.map(({ content }) => content.length);

test.each<[what: string, lengths: number[], budget: number, fitting: number[]]>([
  ['all that fit', [3, 4], 10, [3, 4]],
  ['to the last token', [6, 4], 10, [6, 4]],
  ['a shorter one behind one that is too long', [6, 5, 4], 10, [6, 4]],
  ['nothing that is too long alone', [11], 10, []],
  ['no more after five that do not fit', [11, 12, 13, 14, 15, 1], 10, []],
])('%s', async (_, lengths, budget, fitting) => {
  expect(lengthsOf(await fitTokens(entries(...lengths), budget, countTokens))).toEqual(fitting);
});

test('the title is part of the prompt, and each says what it takes', async () => {
  const given = [{ title: 'Title', content: 'text' }];
  expect(await fitTokens(given, 9, countTokens)).toEqual([{ ...given[0], tokens: 9 }]);
  expect(await fitTokens(given, 8, countTokens)).toEqual([]);
});

test('never more than the budget, always in the order of rank, no text counted that cannot fit', async () => {
  await assert(
    asyncProperty(
      array(integer({ min: 1, max: 60 }), { maxLength: 30 }),
      integer({ min: 1, max: 100 }),
      async (lengths, budget) => {
        const given = entries(...lengths).map((entry, rank) => ({ ...entry, rank }));
        let counted = 0;
        const fitting = await fitTokens(given, budget, (text) => {
          counted += text.length;
          return countTokens(text);
        });
        const used = fitting.reduce((sum, { tokens }) => sum + tokens, 0);
        expect(used).toBeLessThanOrEqual(budget);
        const ranks = fitting.map(({ rank }) => rank);
        expect(ranks).toEqual(ranks.toSorted((one, other) => one - other));
        expect(counted).toBeLessThanOrEqual(used + 2 * given.length + 5 * budget * 8);
      },
    ),
  );
});
