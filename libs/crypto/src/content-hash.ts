import { canonicalJson } from './canonical-json.ts';

const VERSION = 'moltnet:diary:v1';

/** The parts of an entry that its content hash covers. */
export interface HashedContent {
  content: string;
  /** No title and an empty one are the same. */
  title?: string | null | undefined;
  /** In any order; a repeated tag counts as often as it stands there. */
  tags?: readonly string[] | undefined;
  entryType: string;
}

/**
 * What the content hash of an entry is of: RFC 8785 JSON of `{c, t, tags, type, v}`.
 * @throws CryptoInputError when a text holds a lone surrogate.
 */
export function hashedText(entry: HashedContent): string {
  return canonicalJson({
    c: entry.content,
    t: entry.title ?? '',
    tags: (entry.tags ?? []).toSorted(byCodePoint),
    type: entry.entryType,
    v: VERSION,
  });
}

/**
 * Order of Unicode code points, which is also that of the UTF-8 bytes. JavaScript's own order is
 * by UTF-16 unit and puts every astral character before U+E000–U+FFFF.
 */
function byCodePoint(a: string, b: string): number {
  const left = Array.from(a, codePoint);
  const right = Array.from(b, codePoint);
  const at = left.findIndex((point, i) => point !== right[i]);
  return at === -1 ? left.length - right.length : (left[at] ?? -1) - (right[at] ?? -1);
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? -1;
}
