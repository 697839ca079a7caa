/** Letters that look like Latin ones, by the Latin one (Unicode TR 39, the ones that fonts draw alike). */
const LOOKALIKES: Readonly<Record<string, string>> = {
  a: 'аαɑΑАᴀ',
  b: 'вβВΒʙƄ',
  c: 'сСϲᴄ',
  d: 'ԁɗđᴅ',
  e: 'еεЕΕᴇҽ',
  f: 'ғꜰ',
  g: 'ɡɢց',
  h: 'һнНΗհħʜ',
  i: 'іιІΙıɪӏ',
  j: 'јЈᴊ',
  k: 'кκКΚᴋ',
  l: 'ʟŀł',
  m: 'мМΜᴍ',
  n: 'ηΝոпɴ',
  o: 'оοОΟօøᴏσ',
  p: 'рρРΡᴘ',
  q: 'ԛ',
  r: 'гʀ',
  s: 'ѕЅꜱ',
  t: 'тτТΤᴛ',
  u: 'υսᴜ',
  v: 'νѵᴠ',
  w: 'ԝωᴡ',
  x: 'хχХΧ',
  y: 'уүΥУʏγ',
  z: 'Ζᴢ',
};

const LATIN = new Map(
  Object.entries(LOOKALIKES).flatMap(([latin, alike]) => [...alike].map((one) => [one, latin])),
);

/** Letters in boxes and circles that NFKD leaves as they are, and the letters of flags. */
const BOXED = [0x1f130, 0x1f150, 0x1f170, 0x1f1e6];

/** Combining marks, what is drawn as nothing, and letters that are drawn as nothing. */
const UNSEEN = /[\p{M}\p{Cf}\u115F\u1160\u3164\uFFA0\u2800\u180E]+/gu;
/** Whole phrases in one character, of up to 18: words of nobody's attack, and a load. */
const LIGATURES = /[\uFDFA\uFDFB]/g;
const NOT_ASCII = /[^\p{ASCII}]/u;
const FOREIGN = /[^\p{ASCII}]/gu;

/** Digits and signs beside a letter that stand for one: `1gn0re`. */
const FOR_LETTERS = /(?<=[a-z])[013457@$]|[013457@$](?=[a-z])/g;
const LETTERS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
};

/**
 * A text for comparing by how it looks: compatibility forms resolved (NFKD), what is not drawn left
 * out, look-alikes of other scripts as Latin, lower case, digits that stand for letters as those,
 * and `l` as `i`, which look alike (`lgnore`). Both sides of a comparison must be folded. Linear in
 * the text's length.
 */
export function foldText(text: string): string {
  const latin = NOT_ASCII.test(text) ? latinText(text) : text.toLowerCase();
  return latin.replace(FOR_LETTERS, (sign) => LETTERS[sign] ?? sign).replaceAll('l', 'i');
}

function latinText(text: string): string {
  return text
    .replace(LIGATURES, ' ')
    .normalize('NFKD')
    .replace(UNSEEN, '')
    .replace(FOREIGN, latinOf)
    .toLowerCase()
    .replace(FOREIGN, latinOf);
}

function latinOf(character: string): string {
  const latin = LATIN.get(character);
  if (latin !== undefined) return latin;
  const code = character.codePointAt(0) ?? 0;
  const start = BOXED.find((first) => code >= first && code < first + 26);
  return start === undefined ? character : String.fromCharCode(0x61 + code - start);
}
