/** What of an entry a section is headed by. */
export interface Headed {
  readonly title: string | null;
  readonly rank: number;
}

/**
 * An entry as it stands in a pack: a Markdown section. Packed text is counted and kept in this form,
 * so that what a pack renders to has as many tokens as its entries together.
 */
export function section({ title, rank }: Headed, body: string): string {
  const heading = title?.replaceAll(/\s+/gu, ' ').trim() || `Entry ${rank}`;
  return `## ${heading}\n\n${body}\n\n`;
}
