import { foldText } from './fold-text.ts';

/** Words in order, with at most so many others before each. */
export interface WordRule {
  readonly sign: 'strong' | 'weak';
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
export function wordRule(sign: WordRule['sign'], name: string, written: string): WordRule {
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
  return { sign, name, steps };
}

/** A folded text for the rules. */
export interface Wording {
  /** Without apostrophes: "dont". */
  readonly text: string;
  /** The words of it, and `BREAK` between sentences. */
  readonly words: readonly string[];
}

export function wordingOf(folded: string): Wording {
  const text = folded.replace(APOSTROPHES, '');
  const words = text.match(WORD) ?? [];
  return { text, words: words.map((word) => (ENDS.has(word.charAt(0)) ? BREAK : word)) };
}

/** Rules by the word that they begin with. */
export interface WordRules {
  readonly byFirstWord: ReadonlyMap<string, readonly WordRule[]>;
  /** Any of those words. */
  readonly firstWord: RegExp;
}

export function wordRules(rules: readonly WordRule[]): WordRules {
  const byFirstWord = new Map<string, WordRule[]>();
  for (const rule of rules) {
    for (const word of rule.steps[0]?.words ?? []) {
      byFirstWord.set(word, [...(byFirstWord.get(word) ?? []), rule]);
    }
  }
  const anyOfThem = `(?:${[...byFirstWord.keys()].join('|')})`;
  return {
    byFirstWord,
    firstWord: new RegExp(`(?<![\\p{L}\\p{N}])${anyOfThem}(?![\\p{L}\\p{N}])`, 'gu'),
  };
}

/**
 * The rules that hold somewhere in a text. Few words begin a rule, one expression finds which of
 * them there are, and each rule looks at a bounded number of words after it, so the work is linear
 * in the text's length. To look up every word among the first ones takes four times as long.
 */
export function matchingRules(rules: WordRules, { text, words }: Wording): Set<WordRule> {
  const found = new Set<WordRule>();
  for (const first of new Set(text.match(rules.firstWord))) {
    const candidates = rules.byFirstWord.get(first) ?? [];
    for (let at = words.indexOf(first); at !== -1; at = words.indexOf(first, at + 1)) {
      if (isNegated(words, at)) continue;
      for (const rule of candidates) {
        if (!found.has(rule) && holds(rule, words, at)) found.add(rule);
      }
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
