/** Consecutive invisible characters that no writing system or emoji needs. */
const NEVER_NEEDED = 8;
/** Fewer characters of code than this hide no sentence. */
const SHORTEST_CODE = 20;

export interface HiddenText {
  /** Texts that a reader does not see and a model may. */
  readonly texts: readonly string[];
  /** Whether the way of hiding has no other use than hiding. */
  readonly deliberate: boolean;
}

const NOT_ASCII = /[^\p{ASCII}]/u;
const FLAG = /\u{1F3F4}[\u{E0020}-\u{E007E}]{1,8}\u{E007F}/gu;
const TAGS = /[\u{E0020}-\u{E007E}]{4,}/gu;
const SELECTORS = new RegExp(`[\\uFE00-\\uFE0F\\u{E0100}-\\u{E01EF}]{${NEVER_NEEDED},}`, 'gu');
const ZERO_WIDTH = new RegExp(`[\\u200B-\\u200D\\u2060\\uFEFF]{${NEVER_NEEDED},}`, 'u');
/** What is shown backwards: from RIGHT-TO-LEFT OVERRIDE to the end of that or of the line. */
const BACKWARDS = /\u202E([^\u202C\u202E\n]*)/gu;
/** Between lines of base64, which is wrapped at 76 characters where it follows RFC 2045. */
const WRAP = /\r?\n(?<=[A-Za-z0-9+/_-]{16}\r?\n)(?=[A-Za-z0-9+/_-])/g;
const BASE64 = atLeast(SHORTEST_CODE, '[A-Za-z0-9+/_-]');
const HEX = atLeast(SHORTEST_CODE, '[0-9A-Fa-f][0-9A-Fa-f]');
const ESCAPED = /(?:%[0-9A-Fa-f]{2}){8,}/g;
const ENTITIES = /(?:&#x?[0-9A-Fa-f]{1,6};){4,}/g;

/** Finds what is hidden by encoding or by characters that are not drawn; linear, one level deep. */
export function hiddenText(text: string): HiddenText {
  const encoded = encodedTexts(text);
  if (!NOT_ASCII.test(text)) return { texts: encoded, deliberate: false };
  const tags = matches(text.replace(FLAG, ''), TAGS).map(tagText);
  const selectors = matches(text, SELECTORS).map(selectorText);
  const backwards = Array.from(text.matchAll(BACKWARDS), ([, shown = '']) => reversed(shown));
  return {
    texts: [...encoded, ...tags, ...selectors, ...backwards],
    deliberate: tags.length > 0 || selectors.length > 0 || ZERO_WIDTH.test(text),
  };
}

function encodedTexts(text: string): string[] {
  const unwrapped = text.replace(WRAP, '');
  const bytes = [
    ...matches(unwrapped, BASE64).map((code) => Buffer.from(code, 'base64')),
    ...matches(text, HEX).map((code) => Buffer.from(code, 'hex')),
    ...matches(text, ESCAPED).map((code) => Buffer.from(code.replaceAll('%', ''), 'hex')),
  ];
  return [...bytes.flatMap(readable), ...matches(text, ENTITIES).map(entityText)];
}

/**
 * `(?:part){count,}`, written out: V8 then looks at the last character that must match before the
 * first and skips what cannot, a quarter of the time.
 */
function atLeast(count: number, part: string): RegExp {
  return new RegExp(`${part.repeat(count)}(?:${part})*`, 'g');
}

function matches(text: string, pattern: RegExp): string[] {
  return text.match(pattern) ?? [];
}

function tagText(tags: string): string {
  return codePoints(tags, (code) => code - 0xe0000);
}

/** A byte for each selector: VS1 to VS16, then VS17 to VS256. */
function selectorText(selectors: string): string {
  const bytes = Array.from(selectors, (selector) => {
    const code = selector.codePointAt(0) ?? 0;
    return code <= 0xfe0f ? code - 0xfe00 : code - 0xe0100 + 16;
  });
  return Buffer.from(bytes).toString();
}

function codePoints(text: string, map: (code: number) => number): string {
  return Array.from(text, (character) =>
    String.fromCodePoint(map(character.codePointAt(0) ?? 0)),
  ).join('');
}

function reversed(text: string): string {
  return Array.from(text).toReversed().join('');
}

function entityText(entities: string): string {
  return entities.replace(/&#(x?)([0-9A-Fa-f]{1,6});/g, (_, hex: string, digits: string) => {
    const code = Number.parseInt(digits, hex === '' ? 10 : 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}

/** What decodes to text, and not to the bytes of a hash or a picture. */
function readable(bytes: Buffer): string[] {
  const text = bytes.toString('utf8');
  if (text.length < 8) return [];
  const strange = text.match(/\uFFFD|(?!\s)\p{Cc}/gu)?.length ?? 0;
  return strange * 20 <= text.length ? [text] : [];
}
