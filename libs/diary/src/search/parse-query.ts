/** What a query asks for, in the syntax of Postgres' websearch_to_tsquery. */
export interface ParsedQuery {
  /** What is wanted, without what is not: for the text side, and for the model. */
  readonly wanted: string;
  /** In quotation marks: must be there, word by word. */
  readonly phrases: readonly string[];
  /** After a minus: words and phrases that must not be there. */
  readonly excluded: readonly string[];
}

/** A phrase in quotation marks, or a run of anything else, either after a minus or not. */
const TERM = /(?<![^\s])(?<minus>-?)(?:"(?<phrase>[^"]*)"|(?<word>[^\s"]+))/gu;

/** Takes a query apart; nothing is an error. `or` stays in `wanted`. */
export function parseQuery(query: string): ParsedQuery {
  const wanted: string[] = [];
  const phrases: string[] = [];
  const excluded: string[] = [];
  for (const { groups } of withPairedQuotes(query).matchAll(TERM)) {
    const { minus, phrase, word } = groups ?? {};
    const text = (phrase ?? word ?? '').trim();
    if (!/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(text)) continue;
    if (minus) {
      excluded.push(text);
    } else if (phrase === undefined) {
      wanted.push(text);
    } else {
      wanted.push(`"${text}"`);
      phrases.push(text);
    }
  }
  return { wanted: wanted.join(' '), phrases, excluded };
}

/** Typographic quotation marks as plain ones, and none that is never closed. */
function withPairedQuotes(query: string): string {
  const plain = query.replaceAll(/[“”„«»]/gu, '"');
  const last = plain.lastIndexOf('"');
  const paired = (plain.split('"').length - 1) % 2 === 0;
  return paired ? plain : `${plain.slice(0, last)} ${plain.slice(last + 1)}`;
}
