import { EMBEDDING_DIMENSIONS } from '@moltnet/embedding';
import { randomStream } from '@moltnet/embedding/testing';

import { zipf } from './vocabulary.ts';

/** What texts are about, the commonest far oftener than the last. */
const TOPICS = 400;
/** Directions in which texts of one topic differ: embeddings of text have a few dozen that matter. */
const DIRECTIONS = 24;

/** Lengths of the parts of a vector. What all share makes unrelated ones as alike as E5's: 0.77. */
const SHARED = 1;
const TOPIC = 0.45;
const WITHIN = 0.3;
const NOISE = 0.1;

/**
 * Unit vectors that cluster as embeddings of text do, so that the nearest of one are really nearer
 * than the rest and recall means something. Noise alone would put all of a cluster at one distance.
 */
export class ClusteredVectors {
  readonly #topic = zipf(TOPICS);
  readonly #centres: readonly Float32Array[];
  readonly #directions: readonly Float32Array[];

  constructor(seed: number) {
    const random = randomStream(seed);
    const shared = direction(random, SHARED);
    this.#directions = Array.from({ length: DIRECTIONS }, () =>
      direction(random, WITHIN * Math.sqrt(12 / DIRECTIONS)),
    );
    this.#centres = Array.from({ length: TOPICS }, () => {
      const centre = direction(random, TOPIC);
      return centre.map((value, index) => value + shared[index]!);
    });
  }

  /** @returns `count` vectors of one topic: the chunks of a text */
  draw(random: () => number, count: number): Float32Array[] {
    const centre = this.#centres[this.#topic(random())]!;
    return Array.from({ length: count }, () => this.#near(centre, random));
  }

  #near(centre: Float32Array, random: () => number): Float32Array {
    const vector = direction(random, NOISE);
    add(vector, centre, 1);
    for (const along of this.#directions) add(vector, along, random() - 0.5);
    return scaled(vector, 1);
  }
}

function direction(random: () => number, length: number): Float32Array {
  const vector = new Float32Array(EMBEDDING_DIMENSIONS);
  for (let index = 0; index < vector.length; index += 1) vector[index] = random() - 0.5;
  return scaled(vector, length);
}

function add(to: Float32Array, vector: Float32Array, times: number): void {
  for (let index = 0; index < to.length; index += 1) to[index]! += vector[index]! * times;
}

function scaled(vector: Float32Array, length: number): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const factor = length / Math.sqrt(squares);
  for (let index = 0; index < vector.length; index += 1) vector[index]! *= factor;
  return vector;
}
