import type { CompressionLevel, PackDiff } from '@moltnet/contract';
import { expect, test } from 'vitest';
import { diff } from './diff.ts';

const entry = (
  entryId: string,
  rank: number,
  given: { entryCid?: string; compressionLevel?: CompressionLevel } = {},
) => ({
  entryId,
  rank,
  entryCid: `cid of ${entryId}`,
  compressionLevel: 'full' as CompressionLevel,
  originalTokens: 10,
  packedTokens: 10,
  ...given,
});
const [A, B, C] = [entry('a', 1), entry('b', 2), entry('c', 3)];

type Names = Pick<PackDiff['stats'], 'unchanged'> &
  Partial<Record<'added' | 'removed' | 'reordered' | 'changed', string[]>>;

test.each<[string, (typeof A)[], (typeof A)[], Names]>([
  ['the same', [A, B], [A, B], { unchanged: 2 }],
  ['one more', [A], [A, B], { added: ['b'], unchanged: 1 }],
  ['one less', [A, B], [A], { removed: ['b'], unchanged: 1 }],
  ['all other', [A], [B, C], { added: ['b', 'c'], removed: ['a'], unchanged: 0 }],
  [
    'another order',
    [A, B],
    [entry('b', 1), entry('a', 2)],
    { reordered: ['b', 'a'], unchanged: 0 },
  ],
  [
    'other content',
    [A, B],
    [A, entry('b', 2, { entryCid: 'new' })],
    { changed: ['b'], unchanged: 1 },
  ],
  [
    'another level',
    [A],
    [entry('a', 1, { compressionLevel: 'summary' })],
    { changed: ['a'], unchanged: 0 },
  ],
  [
    'moved and changed',
    [A],
    [entry('a', 5, { entryCid: 'new' })],
    { reordered: ['a'], changed: ['a'], unchanged: 0 },
  ],
  ['from nothing', [], [A], { added: ['a'], unchanged: 0 }],
])(
  '%s',
  (_, before, after, { added = [], removed = [], reordered = [], changed = [], unchanged }) => {
    const { stats, ...lists } = diff(before, after);
    const names = Object.fromEntries(
      Object.entries(lists).map(([kind, items]) => [kind, items.map(({ entryId }) => entryId)]),
    );
    expect(names).toEqual({ added, removed, reordered, changed });
    expect(stats).toMatchObject({
      added: added.length,
      removed: removed.length,
      reordered: reordered.length,
      changed: changed.length,
      unchanged,
      tokensBefore: before.length * 10,
      tokensAfter: after.length * 10,
    });
  },
);
