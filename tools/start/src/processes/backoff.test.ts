import { describe, expect, it } from 'vitest';
import { nextDelay } from './backoff.ts';

describe('nextDelay', () => {
  it.each([
    ['the first restart', [], 0, 100],
    ['the third within a minute', [0, 200], 600, 400],
    ['the sixth, at its longest', [0, 1, 2, 3, 4], 10, 3200],
    ['one too many', [0, 1, 2, 3, 4, 5], 10, undefined],
    ['old restarts, forgotten', [0, 1, 2, 3, 4, 5], 60_001, 200 * 2 ** 3],
  ])('for %s', (_case, restarts, now, expected) => {
    expect(nextDelay(restarts, now)).toBe(expected);
  });
});
