import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clusterMemories, type Memory } from './cluster-memories.ts';

/** A direction in space; what two of them share is their similarity. */
function about(...shares: number[]): Float32Array {
  const vector = Float32Array.from({ length: 8 }, (_, axis) => shares[axis] ?? 0);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function memory(id: string, given: Partial<Memory> = {}): Memory {
  return {
    id,
    vector: undefined,
    text: `text of ${id}`,
    entryType: 'semantic',
    signed: false,
    injectionRisk: false,
    importance: 5,
    createdAt: '2026-11-20T00:00:00.000000Z',
    ...given,
  };
}

const groups = (memories: readonly Memory[], threshold: number): string[] =>
  clusterMemories(memories, threshold)
    .map(({ entryIds }) => entryIds.join(' '))
    .sort();

/** At angles (degrees) from a common direction: similarities are cosines of differences. */
const fan = (...angles: number[]): Memory[] =>
  angles.map((angle, index) => {
    const radians = (angle / 180) * Math.PI;
    const vector = about(Math.cos(radians), Math.sin(radians));
    return memory('abcdefgh'[index] ?? '', { vector });
  });

describe('what belongs together', () => {
  test.each<[string, Memory[], number, string[]]>([
    ['none', [], 0.5, []],
    ['one alone', fan(0), 0.5, ['a']],
    ['two of the same', fan(10, 10), 1, ['a b']],
    ['two that are far apart', fan(0, 80), 0.9, ['a', 'b']],
    // cos 18° = 0.951; cos 36° = 0.809: one in the middle does not hold its ends together.
    ['no chain: the ends of three are too far apart', fan(0, 18, 36), 0.94, ['a b', 'c']],
    ['a chain at a threshold that its mean reaches', fan(0, 18, 36), 0.87, ['a b c']],
    ['two groups', fan(0, 1, 60, 61), 0.9, ['a b', 'c d']],
    ['everything that does not point away, at 0', fan(0, 30, 60, 89), 0, ['a b c d']],
  ])('%s', (_, memories, threshold, expected) => {
    expect(groups(memories, threshold)).toEqual(expected);
  });

  test('one without a vector is with what has its text, else alone', () => {
    const vector = about(1);
    const memories = [
      memory('a', { vector, text: 'the same' }),
      memory('b', { text: 'the same' }),
      memory('c', { text: 'twice' }),
      memory('d', { text: 'twice' }),
      memory('e'),
      memory('f', { text: undefined }),
      memory('g', { text: undefined }),
    ];
    expect(groups(memories, 1)).toEqual(['a b', 'c d', 'e', 'f', 'g']);
  });
});

describe('the representative is the most central', () => {
  test.each<[string, Memory[], string]>([
    ['of three in a row the middle', fan(0, 15, 29), 'b'],
    [
      'of equally central ones the signed',
      [
        memory('a', { vector: about(1), importance: 9 }),
        memory('b', { vector: about(1), signed: true }),
      ],
      'b',
    ],
    [
      'then the more important',
      [memory('a', { vector: about(1) }), memory('b', { vector: about(1), importance: 6 })],
      'b',
    ],
    [
      'then the newer',
      [
        memory('a', { vector: about(1) }),
        memory('b', { vector: about(1), createdAt: '2026-11-20T00:00:00.000001Z' }),
      ],
      'b',
    ],
    ['then the first', fan(5, 5, 5), 'a'],
  ])('%s', (_, memories, expected) => {
    expect(clusterMemories(memories, 0.5)).toMatchObject([{ representativeId: expected }]);
  });
});

describe('what is suggested', () => {
  const [one, other] = fan(0, 10) as [Memory, Memory];
  test.each<[string, Memory[], number, string]>([
    ['one alone is kept', [one], 0.9, 'keep'],
    ['the same in other words is merged', [one, other], 0.9, 'merge'],
    ['of what is less alike somebody decides', fan(0, 25), 0.9, 'review'],
    ['of two types, too', [one, { ...other, entryType: 'procedural' }], 0.9, 'review'],
    ['of what may be an injection, too', [one, { ...other, injectionRisk: true }], 0.9, 'review'],
  ])('%s', (_, memories, threshold, expected) => {
    expect(clusterMemories(memories, threshold)).toMatchObject([{ suggestedAction: expected }]);
  });

  test('similarity is the mean of every two', () => {
    const [cluster] = clusterMemories(fan(0, 18, 36), 0.5);
    const [near, far] = [Math.cos(Math.PI / 10), Math.cos(Math.PI / 5)];
    expect(cluster?.similarity).toBeCloseTo((2 * near + far) / 3, 4);
  });
});

describe('whatever the memories are', () => {
  // Few directions and coarse ones, so that equal similarities are common.
  const vectors = fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 8, maxLength: 8 });
  const arbitrary: fc.Arbitrary<Memory[]> = fc
    .array(
      fc.record({
        vector: fc.option(
          vectors
            .filter((shares) => shares.some((share) => share !== 0))
            .map((shares) => about(...shares)),
          { nil: undefined },
        ),
        text: fc.option(fc.constantFrom('x', 'y', 'z'), { nil: undefined }),
        signed: fc.boolean(),
        importance: fc.integer({ min: 1, max: 10 }),
      }),
      { maxLength: 24 },
    )
    .map((given) => given.map((fields, index) => memory(`id-${index}`, fields)));
  const threshold = fc.integer({ min: 0, max: 20 }).map((step) => step / 20);

  test('each is in one cluster, and a representative in its own', () => {
    fc.assert(
      fc.property(arbitrary, threshold, (memories, at) => {
        const clusters = clusterMemories(memories, at);
        const ids = clusters.flatMap(({ entryIds }) => entryIds);
        expect(ids.toSorted()).toEqual(memories.map(({ id }) => id).toSorted());
        for (const { entryIds, representativeId, similarity } of clusters) {
          expect(entryIds).toContain(representativeId);
          expect(similarity).toBeGreaterThanOrEqual(at - 1e-3);
          expect(similarity).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test('their order does not matter', () => {
    fc.assert(
      fc.property(
        arbitrary.chain((memories) =>
          fc.tuple(
            fc.constant(memories),
            fc.shuffledSubarray(memories, { minLength: memories.length }),
          ),
        ),
        threshold,
        ([memories, shuffled], at) => {
          expect(clusterMemories(shuffled, at)).toEqual(clusterMemories(memories, at));
        },
      ),
    );
  });

  test('a higher threshold only divides', () => {
    fc.assert(
      fc.property(arbitrary, threshold, threshold, (memories, one, other) => {
        const coarse = clusterMemories(memories, Math.min(one, other));
        const placeOf = new Map(
          coarse.flatMap(({ entryIds }, index) => entryIds.map((id) => [id, index])),
        );
        for (const { entryIds } of clusterMemories(memories, Math.max(one, other))) {
          expect(new Set(entryIds.map((id) => placeOf.get(id))).size).toBe(1);
        }
      }),
    );
  });
});
