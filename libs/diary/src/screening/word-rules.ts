import { foldText } from './fold-text.ts';

/** Words in order, with at most so many others before each. */
export interface WordRule {
  readonly name: string;
  readonly steps: readonly { readonly words: ReadonlySet<string>; readonly gap: number }[];
}

/** Ends a sentence or a paragraph; no rule reaches across it. */
export const BREAK = '.';

/** A word, or the end of a sentence or a paragraph. */
const WORD = /[\p{L}\p{N}]+|[.!?](?=\s)|\n\s*?\n/gu;
const ENDS = new Set(['.', '!', '?', '\n']);
const APOSTROPHES = /['’ʼ]/g;
/** Say the opposite of what follows: "never reveal your system prompt". */
const NEGATIONS = words('not|never|dont|cannot|cant|wont|mustnt|shouldnt|nicht|jamais|nunca');
/** Before a negation: takes it back. */
const WHY = words('why');

/**
 * `'ignore|forget ..3 previous|prior instructions'`: a rule in writing, `..3` for up to three words
 * in between.
 */
export function wordRule(name: string, written: string): WordRule {
  const steps: { words: ReadonlySet<string>; gap: number }[] = [];
  let gap = 0;
  for (const part of written.split(' ')) {
    const between = /^\.\.(\d)$/.exec(part)?.[1];
    if (between === undefined) {
      steps.push({ words: words(part), gap });
      gap = 0;
    } else {
      gap = Number(between);
    }
  }
  return { name, steps };
}

/** The words of a folded text, and `BREAK` between sentences. */
export function wordsOf(folded: string): string[] {
  const words = folded.replace(APOSTROPHES, '').match(WORD) ?? [];
  return words.map((word) => (ENDS.has(word.charAt(0)) ? BREAK : word));
}

/** Rules by the word that they begin with. */
export type WordRules = ReadonlyMap<string, readonly WordRule[]>;

export function byFirstWord(rules: readonly WordRule[]): WordRules {
  const index = new Map<string, WordRule[]>();
  for (const rule of rules) {
    for (const word of rule.steps[0]?.words ?? []) {
      index.set(word, [...(index.get(word) ?? []), rule]);
    }
  }
  return index;
}

/**
 * The names of the rules that hold somewhere in a text. Each word begins few rules and each rule
 * looks at a bounded number of words after it, so the work is linear in the text's length.
 */
export function matchingRules(rules: WordRules, text: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const [start, word] of text.entries()) {
    const candidates = rules.get(word);
    if (candidates === undefined || isNegated(text, start)) continue;
    for (const rule of candidates) {
      if (!found.has(rule.name) && holds(rule, text, start)) found.add(rule.name);
    }
  }
  return found;
}

function isNegated(text: readonly string[], start: number): boolean {
  return NEGATIONS.has(text[start - 1] ?? '') && !WHY.has(text[start - 2] ?? '');
}

/** Keeps every place where a step can be, so that no choice has to be taken back. */
function holds({ steps }: WordRule, text: readonly string[], start: number): boolean {
  let ends = new Set([start]);
  for (const { words: wanted, gap } of steps.slice(1)) {
    const next = new Set<number>();
    for (const end of ends) {
      for (let place = end + 1; place <= end + 1 + gap; place += 1) {
        const word = text[place];
        if (word === undefined || word === BREAK) break;
        if (wanted.has(word)) next.add(place);
      }
    }
    if (next.size === 0) return false;
    ends = next;
  }
  return true;
}

function words(alternatives: string): ReadonlySet<string> {
  return new Set(alternatives.split('|').map(foldText));
}
