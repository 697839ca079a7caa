/** Scripts that put no space between words: there two neighbouring characters stand for one. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}_]*(?:['’.-][\p{L}\p{N}][\p{L}\p{M}\p{N}_]*)*/gu;
const LONGEST_WORD = 64;

/** English words that say nothing about what a text is about, as in the Snowball stop list. */
const STOP_WORDS = new Set(
  (
    'a about above after again against all am an and any are as at be because been before being ' +
    'below between both but by can could did do does doing down during each few for from further ' +
    'had has have having he her here hers him his how i if in into is it its just me more most my ' +
    'no nor not now of off on once only or other our out over own same she should so some such ' +
    'than that the their them then there these they this those through to too under until up very ' +
    'was we were what when where which while who whom why will with would you your'
  ).split(' '),
);

/** The words of a text that carry meaning, in lower case, in order, as often as they stand there. */
export function contentWords(text: string): string[] {
  const words: string[] = [];
  for (const [match] of text.matchAll(WORD)) {
    const word = match.slice(0, LONGEST_WORD).toLowerCase();
    if (UNSPACED.test(word)) words.push(...pairs(match));
    else if (word.length > 2 && !STOP_WORDS.has(word) && !/^\d+$/.test(word)) words.push(word);
  }
  return words;
}

function pairs(run: string): string[] {
  const characters = Array.from(run);
  if (characters.length < 2) return characters;
  return characters.slice(1).map((character, at) => `${characters[at]}${character}`);
}
