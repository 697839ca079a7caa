import { EMBEDDING_DIMENSIONS } from '@moltnet/embedding';
import { randomStream } from '@moltnet/embedding/testing';

import { vocabulary, VOCABULARY_WORDS, zipf } from './vocabulary.ts';

export interface CorpusEntry {
  readonly title: string;
  readonly tags: readonly string[];
  /** About 2 KB. */
  readonly content: string;
  /** Of unit length, near one of CLUSTERS centres. */
  readonly vector: Float32Array;
}

const WORDS_IN_CONTENT = 230;
const WORDS_IN_TITLE = 6;
const TAGS = 200;
const CLUSTERS = 200;

/** Length of the noise around a centre of length 1: a cosine of about 0.8 between two of one cluster. */
const SPREAD = 0.5;

/** Ranks of words that stand in nearly every entry, and in about one of a thousand. */
const COMMON_RANKS = [0, 40] as const;
const RARE_RANKS = [8_000, 16_000] as const;

/**
 * A made-up corpus, the same for the same seed: any entry by its number, and queries whose words
 * are in it. Natural in what costs a search its time (how words are spread, how vectors cluster),
 * and in nothing else.
 */
export class Corpus {
  readonly #seed: number;
  readonly #words: readonly string[];
  readonly #rank = zipf(VOCABULARY_WORDS);
  readonly #tag = zipf(TAGS);
  readonly #centres: readonly Float32Array[];

  constructor(seed: number) {
    this.#seed = seed;
    this.#words = vocabulary(seed);
    const random = randomStream(seed + 1);
    this.#centres = Array.from({ length: CLUSTERS }, () => unitVector(random));
  }

  entry(index: number): CorpusEntry {
    const random = this.#stream('entry', index);
    const centre = this.#centres[Math.floor(random() * CLUSTERS)]!;
    return {
      title: this.#sentence(random, WORDS_IN_TITLE),
      tags: [`tag:${this.#tag(random())}`, `scope:${this.#tag(random())}`],
      content: this.#sentence(random, WORDS_IN_CONTENT),
      vector: near(centre, random),
    };
  }

  /** One word that few entries hold; another one for each index. */
  rareWord(index: number): string {
    return this.#between(this.#stream('rare', index), RARE_RANKS);
  }

  /** Two words that most entries hold. */
  commonWords(index: number): string {
    const random = this.#stream('common', index);
    return `${this.#between(random, COMMON_RANKS)} ${this.#between(random, COMMON_RANKS)}`;
  }

  /** A sentence as long as a question. */
  question(index: number): string {
    return this.#sentence(this.#stream('question', index), 10);
  }

  #between(random: () => number, [low, high]: readonly [number, number]): string {
    return this.#words[low + Math.floor(random() * (high - low))]!;
  }

  #sentence(random: () => number, length: number): string {
    return Array.from({ length }, () => this.#words[this.#rank(random())]!).join(' ');
  }

  #stream(kind: 'entry' | 'rare' | 'common' | 'question', index: number): () => number {
    const lane = ['entry', 'rare', 'common', 'question'].indexOf(kind);
    return randomStream(this.#seed + 7 + index * 4 + lane);
  }
}

function unitVector(random: () => number): Float32Array {
  return scaled(
    Float32Array.from({ length: EMBEDDING_DIMENSIONS }, () => random() - 0.5),
    1,
  );
}

function near(centre: Float32Array, random: () => number): Float32Array {
  const noise = scaled(unitVector(random), SPREAD);
  return scaled(
    noise.map((value, index) => value + centre[index]!),
    1,
  );
}

function scaled(vector: Float32Array, length: number): Float32Array {
  const factor = length / Math.hypot(...vector);
  return vector.map((value) => value * factor);
}
