import { countTokens as countPiece, setMergeCacheSize } from 'gpt-tokenizer/encoding/o200k_base';

/** Characters without white space, or of nothing else, that are counted in one piece. */
const LONGEST_RUN = 256;
const LONG_RUN = new RegExp(`\\S{${LONGEST_RUN + 1},}|\\s{${LONGEST_RUN + 1},}`, 'gu');
/** `<|endoftext|>` in an entry is text like any other. */
const PLAIN_TEXT = { disallowedSpecial: new Set<string>() };

// Words seen lately; the default of 100,000 would be kept for as long as the thread lives.
setMergeCacheSize(10_000);

/**
 * Tokens of `text` in o200k_base, the vocabulary of GPT-4o and later. Byte-pair merging takes time by
 * the square of what it is given at once (measured: 100,000 times `a` 6 s, as many Han characters
 * 80 s), so a run of more than 256 characters without white space counts as pieces of 256; a cut adds
 * a token at most. Sections that end in an empty line and begin with `## ` add up exactly.
 */
export function countTokens(text: string): number {
  let tokens = 0;
  let from = 0;
  for (const { 0: run, index } of text.matchAll(LONG_RUN)) {
    for (let at = index + LONGEST_RUN; at < index + run.length; at += LONGEST_RUN) {
      const cut = isLowSurrogate(text, at) ? at + 1 : at;
      tokens += countPiece(text.slice(from, cut), PLAIN_TEXT);
      from = cut;
    }
  }
  return tokens + countPiece(text.slice(from), PLAIN_TEXT);
}

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
