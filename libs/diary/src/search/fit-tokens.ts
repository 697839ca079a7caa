/** A token is hardly ever more characters of text; what has more is not counted but left out. */
const CHARACTERS_PER_TOKEN = 8;
/** After so many that do not fit, those that follow are not looked at: they are the less relevant. */
const MISSES = 5;

export interface Readable {
  readonly title: string | null;
  readonly content: string;
}

/**
 * The best of the results that fit into a prompt of `budget` tokens, in their order, each with what
 * it takes of it: an entry that is too long makes room for a shorter one behind it.
 *
 * What is counted is bounded by the budget: at most 8 characters for each token that is left, and
 * five entries that do not fit.
 *
 * @param countTokens of a text; title and content are counted as they stand in a prompt, one above
 *   the other
 */
export async function fitTokens<R extends Readable>(
  results: readonly R[],
  budget: number,
  countTokens: (text: string) => Promise<number>,
): Promise<(R & { tokens: number })[]> {
  const fitting: (R & { tokens: number })[] = [];
  let left = budget;
  let misses = 0;
  for (const result of results) {
    if (misses === MISSES || left === 0) break;
    const text = `${result.title ?? ''}\n${result.content}\n`;
    const tokens = text.length > left * CHARACTERS_PER_TOKEN ? Infinity : await countTokens(text);
    if (tokens <= left) {
      left -= tokens;
      fitting.push({ ...result, tokens });
    } else {
      misses += 1;
    }
  }
  return fitting;
}
