import { LIMITS, Problem, type Visibility } from '@moltnet/contract';

/**
 * Entries of a public diary are limited to 10,000 characters (API.md, "Diaries").
 * @throws Problem 400
 */
export function requireFits(visibility: Visibility, content: string): void {
  if (visibility !== 'public' || content.length <= LIMITS.publicContent) return;
  const message = `must have at most ${LIMITS.publicContent} characters in a public diary`;
  if ([...content].length <= LIMITS.publicContent) return;
  throw new Problem('VALIDATION_FAILED', `content ${message}.`, {
    errors: [{ field: 'body.content', message }],
  });
}
