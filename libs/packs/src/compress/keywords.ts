import { contentWords } from './words.ts';

const MOST = 12;
/** Of a long text its beginning says what it is about. */
const BEGINNING = 20_000;

/**
 * What a text is about, in at most 12 words: the tags that its author gave it, then the words that
 * come most often (Luhn, "The Automatic Creation of Literature Abstracts", 1958); of equals the first.
 */
export function keywordsOf(tags: readonly string[], text: string): string[] {
  const counts = new Map<string, number>();
  for (const word of contentWords(text.slice(0, BEGINNING))) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  // The sort is stable and a Map keeps the order of first sight.
  const frequent = [...counts].toSorted((a, b) => b[1] - a[1]).map(([word]) => word);
  const keywords = new Map<string, string>();
  for (const keyword of [...tags, ...frequent]) {
    const key = keyword.toLowerCase();
    if (!keywords.has(key)) keywords.set(key, keyword.replaceAll(/\s+/gu, ' '));
    if (keywords.size === MOST) break;
  }
  return [...keywords.values()];
}
