/** What stands around the tokens of a text in every sequence. */
export interface Frame {
  /** `[CLS]` and the tokens of the prefix. */
  readonly head: readonly number[];
  /** `[SEP]`. */
  readonly tail: readonly number[];
}

/** Longest sequence that the model takes, in tokens, frame included. */
export const MAX_SEQUENCE_TOKENS = 512;

/** Tokens that two neighbouring chunks share, so that no sentence is only ever seen cut in two. */
export const OVERLAP_TOKENS = 64;

/**
 * Cuts a text's tokens into sequences of at most MAX_SEQUENCE_TOKENS, each in its frame. An empty
 * text is one sequence with nothing but the frame.
 */
export function chunkTokens(tokens: readonly number[], { head, tail }: Frame): number[][] {
  const room = MAX_SEQUENCE_TOKENS - head.length - tail.length;
  const chunks: number[][] = [];
  for (let start = 0; ; start += room - OVERLAP_TOKENS) {
    chunks.push([...head, ...tokens.slice(start, start + room), ...tail]);
    if (start + room >= tokens.length) return chunks;
  }
}
