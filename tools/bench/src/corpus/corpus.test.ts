import { expect, test } from 'vitest';

import { Corpus } from './corpus.ts';

const corpus = new Corpus(1);
const entries = Array.from({ length: 500 }, (_, index) => corpus.entry(index));

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}

const wordsOf = entries.map(({ title, content }) => new Set(`${title} ${content}`.split(' ')));

/** Entries whose content or title holds all words of the query. */
function matches(query: string): number {
  const words = query.split(' ');
  return wordsOf.filter((own) => words.every((word) => own.has(word))).length;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

test('the same seed gives the same corpus, another seed another', () => {
  expect(new Corpus(1).entry(42)).toEqual(corpus.entry(42));
  expect(new Corpus(2).entry(42).content).not.toBe(corpus.entry(42).content);
});

test('an entry is about 2 KB of text, few are long', () => {
  const size = mean(entries.map(({ content }) => content.length));
  expect(entries.filter(({ content }) => content.length > 8_000)).toHaveLength(2);
  expect(size).toBeGreaterThan(1_600);
  expect(size).toBeLessThan(2_400);
});

test('common words are in many entries, rare ones in next to none', () => {
  const queries = Array.from({ length: 50 }, (_, index) => index);
  expect(
    mean(queries.map((index) => matches(corpus.commonWords(index).join(' ')))),
  ).toBeGreaterThan(150);
  expect(mean(queries.map((index) => matches(corpus.rareWord(index))))).toBeLessThan(5);
});

test('a phrase is in the entry that it is of', () => {
  expect(corpus.entry(7).content).toContain(corpus.phrase(7));
});

test('vectors are of unit length, one for each chunk, and come in clusters', () => {
  const query = corpus.queryVector(3);
  expect(cosine(query, query)).toBeCloseTo(1, 5);
  const cosines = entries
    .flatMap(({ chunks }) => chunks)
    .map((vector) => cosine(query, vector))
    .toSorted((one, other) => other - one);
  expect(cosines).toHaveLength(500 + 2 * 3);
  // Unrelated ones are as alike as E5's; of its own topic some are nearer than others.
  expect(cosines[cosines.length / 2]).toBeCloseTo(0.77, 1);
  expect(cosines[0]).toBeGreaterThan(0.9);
  expect(cosines[0]! - cosines[4]!).toBeGreaterThan(0.001);
});
