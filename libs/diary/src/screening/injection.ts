import { hiddenText } from './hidden-text.ts';
import {
  INJECTION_WORDS,
  SECTION_MARKERS,
  SPELT_OUT,
  TURN_MARKERS,
  UNSPACED,
} from './injection-rules.ts';
import { foldText } from './fold-text.ts';
import { BREAK, matchingRules, wordingOf } from './word-rules.ts';

/** So many words of one or two letters in a row are not words but one that was taken apart. */
const LETTERS_IN_A_ROW = 8;
/** Longer than words are: several run together. */
const RUN_TOGETHER = 20;

/** What speaks for an attempt to instruct whoever reads the text. */
interface InjectionSigns {
  /** One of these is enough. */
  readonly strong: ReadonlySet<string>;
  /** Two of these are. */
  readonly weak: ReadonlySet<string>;
}

/**
 * Whether a text seems written to instruct the model that reads it (OWASP LLM01, indirect prompt
 * injection). A heuristic: it knows forms of words, not meanings, and flags what quotes them too.
 * docs/content-safety.md says what it does not see. Linear in the text's length.
 */
export function isInjectionRisk(text: string): boolean {
  const { strong, weak } = injectionSigns(text);
  return strong.size > 0 || weak.size > 1;
}

/** The signs that `isInjectionRisk` goes by. */
function injectionSigns(text: string): InjectionSigns {
  const { texts, deliberate } = hiddenText(text);
  const strong = new Set<string>(deliberate ? ['hidden text'] : []);
  const weak = new Set<string>();
  for (const one of [text, ...texts]) {
    const folded = foldText(one);
    const wording = wordingOf(folded);
    for (const { sign, name } of matchingRules(INJECTION_WORDS, wording)) {
      (sign === 'strong' ? strong : weak).add(name);
    }
    if (speltOut(wording.words)) strong.add('spelt out');
    if (UNSPACED.some((pattern) => pattern.test(folded))) strong.add('override');
    if (TURN_MARKERS.some((marker) => folded.includes(marker))) strong.add('turn marker');
    if (SECTION_MARKERS.some((marker) => folded.includes(marker))) weak.add('section marker');
  }
  return { strong, weak };
}

/** Words taken apart into letters or run together, put into one again. */
function speltOut(words: readonly string[]): boolean {
  let letters: string[] = [];
  const isAttempt = () => letters.length >= LETTERS_IN_A_ROW && SPELT_OUT.test(letters.join(''));
  for (const word of words) {
    if (word.length >= RUN_TOGETHER && SPELT_OUT.test(word)) return true;
    if (word.length <= 2 && word !== BREAK) {
      letters.push(word);
    } else if (word !== BREAK) {
      if (isAttempt()) return true;
      letters = [];
    }
  }
  return isAttempt();
}
