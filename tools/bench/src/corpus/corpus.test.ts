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

test('an entry is about 2 KB of text', () => {
  const size = mean(entries.map(({ content }) => content.length));
  expect(size).toBeGreaterThan(1_600);
  expect(size).toBeLessThan(2_400);
});

test('common words are in many entries, rare ones in next to none', () => {
  const queries = Array.from({ length: 50 }, (_, index) => index);
  expect(mean(queries.map((index) => matches(corpus.commonWords(index))))).toBeGreaterThan(200);
  expect(mean(queries.map((index) => matches(corpus.rareWord(index))))).toBeLessThan(5);
});

test('vectors are of unit length and come in clusters', () => {
  const [first] = entries;
  const cosines = entries.slice(1).map(({ vector }) => cosine(vector, first!.vector));
  expect(cosine(first!.vector, first!.vector)).toBeCloseTo(1, 5);
  const neighbours = cosines.filter((value) => value > 0.6).length;
  expect(neighbours).toBeGreaterThan(0);
  expect(neighbours).toBeLessThan(15);
});
