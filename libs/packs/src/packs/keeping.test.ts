import type { PackKeeping } from '@moltnet/database';
import { describe, expect, test } from 'vitest';
import { changedKeeping, type KeepingChange } from './keeping.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const LATER = '2026-11-27T12:00:00.000000Z';
const EARLIER = '2026-11-20T11:59:59.999Z';
const PINNED: PackKeeping = { pinned: true, expiresAt: null };
const UNPINNED: PackKeeping = { pinned: false, expiresAt: '2026-11-22T00:00:00.000000Z' };

describe('a pack that is', () => {
  test.each<[string, PackKeeping, KeepingChange, PackKeeping]>([
    ['pinned loses its expiry', UNPINNED, { pinned: true }, PINNED],
    ['pinned again stays pinned', PINNED, { pinned: true }, PINNED],
    [
      'unpinned gets the expiry',
      PINNED,
      { pinned: false, expiresAt: LATER },
      { pinned: false, expiresAt: LATER },
    ],
    [
      'not pinned is kept longer',
      UNPINNED,
      { expiresAt: LATER },
      { pinned: false, expiresAt: LATER },
    ],
    ['unpinned already keeps its expiry', UNPINNED, { pinned: false }, UNPINNED],
  ])('%s', (_, current, change, expected) => {
    expect(changedKeeping(current, change, NOW)).toEqual(expected);
  });

  test.each<[string, PackKeeping, KeepingChange]>([
    ['pinned with an expiry', UNPINNED, { pinned: true, expiresAt: LATER }],
    ['pinned and gets an expiry', PINNED, { expiresAt: LATER }],
    ['unpinned without an expiry', PINNED, { pinned: false }],
    ['unpinned into the past', PINNED, { pinned: false, expiresAt: EARLIER }],
    ['to end in the past', UNPINNED, { expiresAt: EARLIER }],
    ['to end now', UNPINNED, { expiresAt: new Date(NOW).toISOString() }],
  ])('%s is refused', (_, current, change) => {
    expect(() => changedKeeping(current, change, NOW)).toThrow(
      expect.objectContaining({ code: 'VALIDATION_FAILED' }),
    );
  });
});
