import type { EntryType } from '@moltnet/database';
import { randomStream } from '@moltnet/embedding/testing';

import { ClusteredVectors } from './vectors.ts';
import { vocabulary, VOCABULARY_WORDS, zipf } from './vocabulary.ts';

export interface CorpusEntry {
  readonly title: string;
  readonly tags: readonly string[];
  /** About 2 KB; of one in 200 it is 11 KB. */
  readonly content: string;
  readonly entryType: EntryType;
  /** 1 to 10. */
  readonly importance: number;
  /** Of unit length, one for each chunk of the content. */
  readonly chunks: readonly Float32Array[];
}

const WORDS_IN_CONTENT = 230;
const WORDS_IN_TITLE = 6;
const TAGS = 200;

const LONG_EVERY = 200;
const WORDS_IN_LONG = 1_250;
const CHUNKS_OF_LONG = 4;

const TYPES: readonly EntryType[] = ['semantic', 'episodic', 'procedural', 'reflection'];

/** Ranks of words that stand in nearly every entry, and in about one of 10,000. */
const COMMON_RANKS = [0, 40] as const;
const RARE_RANKS = [100_000, VOCABULARY_WORDS] as const;

const KINDS = ['entry', 'rare', 'common', 'question', 'vector'] as const;

/**
 * A made-up corpus, the same for the same seed: any entry by its number, and queries whose words
 * are in it. Natural in what costs a search its time (how words are spread, how vectors cluster),
 * and in nothing else.
 */
export class Corpus {
  readonly seed: number;
  readonly #words: readonly string[];
  readonly #rank = zipf(VOCABULARY_WORDS);
  readonly #tag = zipf(TAGS);
  readonly #type = zipf(TYPES.length);
  readonly #vectors: ClusteredVectors;

  constructor(seed: number) {
    this.seed = seed;
    this.#words = vocabulary(seed);
    this.#vectors = new ClusteredVectors(seed + 1);
  }

  entry(index: number): CorpusEntry {
    const random = this.#stream('entry', index);
    const long = index % LONG_EVERY === LONG_EVERY - 1;
    return {
      title: this.#sentence(random, WORDS_IN_TITLE),
      tags: [...new Set([`tag:${this.#tag(random())}`, `scope:${this.#tag(random())}`])],
      content: this.#sentence(random, long ? WORDS_IN_LONG : WORDS_IN_CONTENT),
      entryType: TYPES[this.#type(random())]!,
      // Most are as important as the default, one in ten is more.
      importance: random() < 0.1 ? 6 + Math.floor(random() * 5) : 5,
      chunks: this.#vectors.draw(random, long ? CHUNKS_OF_LONG : 1),
    };
  }

  /** One word that few entries hold; another one for each index. */
  rareWord(index: number): string {
    return this.#between(this.#stream('rare', index), RARE_RANKS);
  }

  /** Words that most entries hold, all different. */
  commonWords(index: number, count = 2): string[] {
    const random = this.#stream('common', index);
    const words = new Set<string>();
    while (words.size < count) words.add(this.#between(random, COMMON_RANKS));
    return [...words];
  }

  /** Two words that stand side by side in entry `index`. */
  phrase(index: number): string {
    const words = this.entry(index).content.split(' ');
    return words.slice(index % 100, (index % 100) + 2).join(' ');
  }

  /** A sentence as long as a question. */
  question(index: number): string {
    return this.#sentence(this.#stream('question', index), 10);
  }

  /** What a question might mean: as near to entries as they are to each other. */
  queryVector(index: number): Float32Array {
    return this.#vectors.draw(this.#stream('vector', index), 1)[0]!;
  }

  #between(random: () => number, [low, high]: readonly [number, number]): string {
    return this.#words[low + Math.floor(random() * (high - low))]!;
  }

  #sentence(random: () => number, length: number): string {
    return Array.from({ length }, () => this.#words[this.#rank(random())]!).join(' ');
  }

  #stream(kind: (typeof KINDS)[number], index: number): () => number {
    return randomStream(this.seed + 7 + index * KINDS.length + KINDS.indexOf(kind));
  }
}
