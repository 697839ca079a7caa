/** Code points of an entry that a list shows: a page of 20 whole ones could be 2 MB of context. */
const MAX_CONTENT = 2_000;

/**
 * Entries with long content cut, and marked `contentTruncated`; `entries_get` has the whole.
 * Counted in code points, so that no character is cut in two.
 */
export function excerpts<E extends { readonly content: string }>(entries: readonly E[]): E[] {
  return entries.map((entry) => {
    if (entry.content.length <= MAX_CONTENT) return entry;
    const characters = [...entry.content];
    if (characters.length <= MAX_CONTENT) return entry;
    return { ...entry, content: characters.slice(0, MAX_CONTENT).join(''), contentTruncated: true };
  });
}
