import type { CompressionLevel } from '@moltnet/contract';

/** Tokens of each form that an entry has; absent: it has none of that kind. */
export interface FormTokens {
  readonly full: number;
  readonly summary?: number | undefined;
  readonly keywords?: number | undefined;
}

/**
 * At which level each entry is packed, undefined where it is left out. The first entries count most:
 * in their order each gets its shortest form if that still fits, so that as many as can be are there;
 * what is left of the budget lengthens them, again in order, to summaries and then to full text.
 * The forms chosen never have more than `budget` tokens together.
 * @param entries - by rank
 */
export function chooseLevels(
  entries: readonly FormTokens[],
  budget: number,
): (CompressionLevel | undefined)[] {
  const levels: (CompressionLevel | undefined)[] = entries.map(() => undefined);
  let left = budget;
  function raise(at: number, to: CompressionLevel): void {
    const tokens = entries[at]?.[to];
    if (tokens === undefined) return;
    const now = levels[at];
    const more = tokens - (now === undefined ? 0 : (entries[at]?.[now] ?? 0));
    if (more > left) return;
    levels[at] = to;
    left -= more;
  }
  for (const [at, { summary, keywords }] of entries.entries()) {
    raise(at, keywords !== undefined ? 'keywords' : summary !== undefined ? 'summary' : 'full');
  }
  for (const level of ['summary', 'full'] as const) {
    for (const at of entries.keys()) if (levels[at] !== undefined) raise(at, level);
  }
  return levels;
}
