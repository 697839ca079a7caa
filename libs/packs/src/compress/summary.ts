import { contentWords } from './words.ts';

/** A sentence with what it costs to take it. */
export interface Sentence {
  readonly text: string;
  readonly tokens: number;
}

/**
 * The sentences that say most of what a text says, within `budget` tokens, in the order of the text:
 * SumBasic (Nenkova and Vanderwende, "The Impact of Frequency on Summarization", MSR-TR-2005-101). A
 * sentence is worth the mean probability of its words; a word that was taken is from then on worth
 * its probability squared, so that the next sentence says something else. Of equals the first. It
 * ends with the first that does not fit: what is short enough to fit after that says little.
 */
export function selectSentences(sentences: readonly Sentence[], budget: number): string[] {
  const words = sentences.map(({ text }) => contentWords(text));
  const probability = probabilities(words.flat());
  const candidates = new Set(
    [...sentences.keys()].filter((at) => (sentences[at]?.tokens ?? Infinity) <= budget),
  );
  const chosen = new Set<number>();
  let left = budget;
  for (;;) {
    const best = bestOf(candidates, words, probability);
    if (best === undefined || (sentences[best]?.tokens ?? Infinity) > left) break;
    candidates.delete(best);
    chosen.add(best);
    left -= sentences[best]?.tokens ?? 0;
    for (const word of new Set(words[best])) {
      probability.set(word, (probability.get(word) ?? 0) ** 2);
    }
  }
  return sentences.filter((_, at) => chosen.has(at)).map(({ text }) => text);
}

/** How often each word is one of all. */
function probabilities(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  for (const [word, count] of counts) counts.set(word, count / words.length);
  return counts;
}

function bestOf(
  candidates: Iterable<number>,
  words: readonly (readonly string[])[],
  probability: ReadonlyMap<string, number>,
): number | undefined {
  let best: number | undefined;
  let worth = 0;
  for (const at of candidates) {
    const own = words[at] ?? [];
    const sum = own.reduce((total, word) => total + (probability.get(word) ?? 0), 0);
    if (own.length === 0 || sum / own.length <= worth) continue;
    best = at;
    worth = sum / own.length;
  }
  return best;
}
