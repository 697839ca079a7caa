/** What of an entry is embedded. */
export interface Passage {
  readonly title?: string | null | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly content: string;
}

/**
 * The text under which an entry is found by meaning. Title and tags come first: a model reads 512
 * tokens at a time, and what comes last is what a cut would take.
 */
export function passageText({ title, tags, content }: Passage): string {
  const heading = [title ?? '', (tags ?? []).join(', ')].filter((line) => line !== '');
  return [...heading, content].join('\n');
}
