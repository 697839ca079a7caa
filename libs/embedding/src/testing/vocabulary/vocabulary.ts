import { inflections } from './inflections.ts';
import { CONCEPTS, STOP_WORDS } from './words.ts';

/** Rows of e5-small-v2's embedding table; both models have as many. */
export const VOCABULARY_SIZE = 30_522;

/** What a token adds to the mean of its sequence: directions by name, and how far it pulls. */
export interface Token {
  readonly text: string;
  readonly features: readonly string[];
  readonly weight: number;
}

// A whole word weighs what the pieces of an unknown word of its length weigh together.
const WEIGHT = {
  special: 0.02,
  unknown: 0.1,
  stop: 0.03,
  word: 1.5,
  start: 1,
  inner: 0.7,
  character: 0.4,
  suffix: 0.15,
  punctuation: 0.02,
} as const;

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];
const DIGITS = [...'0123456789'];
const PUNCTUATION = [...'!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'];
const SUFFIXES = new Set(['s', 'es', 'ed', 'ing', 'er', 'ers', 'ly', 'd', 'g', 'n', 'y', 'e']);
const VOWEL = /[aeiouy]/;

/**
 * The tokens in the order of their ids, exactly VOCABULARY_SIZE of them: special tokens first (the
 * padding token is 0, as in BERT), then stop words, words of a concept, and the pieces from which
 * WordPiece builds every other word, by greedy longest match: `redison` is `red ##iso ##n`, so
 * words of one stem share their first pieces. Pieces of three letters need a vowel, which keeps the
 * table at BERT's size; other words fall back to pairs and single letters.
 */
export function vocabulary(): Token[] {
  const tokens = new Map<string, Token>();
  const add = (text: string, features: readonly string[], weight: number): void => {
    if (!tokens.has(text)) tokens.set(text, { text, features, weight });
  };

  for (const special of ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]']) {
    add(special, [special], special === '[UNK]' ? WEIGHT.unknown : WEIGHT.special);
  }
  for (const word of STOP_WORDS) add(word, [`word:${word}`], WEIGHT.stop);
  for (const [concept, words] of CONCEPTS.entries()) {
    for (const word of words) {
      for (const form of inflections(word)) {
        add(form, [`concept:${concept}`, `word:${word}`], WEIGHT.word);
      }
    }
  }
  for (const character of PUNCTUATION) add(character, [`piece:${character}`], WEIGHT.punctuation);
  addPieces(add);
  for (let spare = 0; tokens.size < VOCABULARY_SIZE; spare += 1) add(`[unused${spare}]`, [], 0);
  return [...tokens.values()];
}

function addPieces(add: (text: string, features: readonly string[], weight: number) => void): void {
  for (const character of [...LETTERS, ...DIGITS]) {
    add(character, [`piece:${character}`], WEIGHT.character);
    addInner(add, character, WEIGHT.character);
  }
  for (const first of LETTERS) {
    for (const second of LETTERS) {
      add(first + second, [`piece:${first}${second}`], WEIGHT.start);
      addInner(add, first + second, WEIGHT.inner);
      for (const third of LETTERS) {
        const piece = first + second + third;
        if (!VOWEL.test(piece)) continue;
        add(piece, [`piece:${piece}`], WEIGHT.start);
        addInner(add, piece, WEIGHT.inner);
      }
    }
  }
  for (const first of DIGITS) {
    for (const second of DIGITS) {
      add(first + second, [`piece:${first}${second}`], WEIGHT.start);
      addInner(add, first + second, WEIGHT.inner);
    }
  }
}

/** A piece inside a word; what English appends to a stem says little. */
function addInner(
  add: (text: string, features: readonly string[], weight: number) => void,
  piece: string,
  weight: number,
): void {
  add(`##${piece}`, [`inner:${piece}`], SUFFIXES.has(piece) ? WEIGHT.suffix : weight);
}
