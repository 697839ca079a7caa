import { LIMITS, Problem } from '@moltnet/contract';

/** Deep enough for anything that describes how a pack was made. */
const MAX_DEPTH = 16;

/**
 * `params` are any JSON that both Postgres and DAG-CBOR hold exactly.
 * @throws Problem 400 where they are too long or too deep, or hold U+0000, a lone surrogate or a
 *   number that is none
 */
export function requireParams(params: Readonly<Record<string, unknown>>): void {
  const message = faultOf(params);
  if (message === undefined) return;
  throw new Problem('VALIDATION_FAILED', `params ${message}.`, {
    errors: [{ field: 'body.params', message }],
  });
}

function faultOf(params: Readonly<Record<string, unknown>>): string | undefined {
  const waiting: { value: unknown; depth: number }[] = [{ value: params, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, depth } = next;
    if (typeof value === 'string' && !isStorable(value)) return 'holds text that cannot be stored';
    if (typeof value === 'number' && !Number.isFinite(value)) return 'holds a number out of range';
    if (typeof value !== 'object' || value === null) continue;
    if (depth === MAX_DEPTH) return `is nested deeper than ${MAX_DEPTH}`;
    for (const [key, item] of Object.entries(value)) {
      if (!isStorable(key)) return 'holds a key that cannot be stored';
      waiting.push({ value: item, depth: depth + 1 });
    }
  }
  if (JSON.stringify(params).length <= LIMITS.packParams) return undefined;
  return `has more than ${LIMITS.packParams} characters as JSON`;
}

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000');
