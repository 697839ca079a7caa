import { randomStream } from '@moltnet/embedding/testing';

/** Distinct words of the corpus: what a million entries of technical prose have, names included. */
export const VOCABULARY_WORDS = 200_000;

const STARTS = 'b c d f g h j k l m n p r s t v w z br cr dr fl gr pl sk sl st tr'.split(' ');
const MIDDLES = 'a e i o u ai ea ou'.split(' ');

/** Words by frequency rank, commonest first: pronounceable, distinct, and no stop word of English. */
export function vocabulary(seed: number): string[] {
  const random = randomStream(seed);
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)]!;
  const words = new Set<string>();
  while (words.size < VOCABULARY_WORDS) {
    const syllables = 2 + Math.floor(random() * 2);
    let word = '';
    for (let syllable = 0; syllable < syllables; syllable += 1)
      word += pick(STARTS) + pick(MIDDLES);
    words.add(`${word}k`);
  }
  return [...words];
}

/**
 * Draws ranks by Zipf's law with exponent 1, as words of natural language are spread: rank r comes
 * 1/r as often as the commonest.
 *
 * @returns a function that turns a number in [0, 1) into a rank in [0, count)
 */
export function zipf(count: number): (random: number) => number {
  const cumulative = new Float64Array(count);
  let sum = 0;
  for (let rank = 0; rank < count; rank += 1) {
    sum += 1 / (rank + 1);
    cumulative[rank] = sum;
  }
  return (random) => {
    const wanted = random * sum;
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle]! > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
