import { expect, test } from 'vitest';

import { Layout } from './layout.ts';

const layout = new Layout(1, 20_000);
const places = Array.from({ length: layout.size }, (_, index) => layout.place(index));

function entriesOf(diaryId: string): number {
  return places.filter((place) => place.diaryId === diaryId).length;
}

test('the same seed gives the same ids and times', () => {
  expect(new Layout(1, 20_000).place(42)).toEqual(layout.place(42));
  expect(new Layout(2, 20_000).place(42).id).not.toBe(layout.place(42).id);
});

test('ids are UUIDv7, all different, in the order of time', () => {
  const ids = places.map(({ id }) => id);
  expect(new Set(ids).size).toBe(layout.size);
  for (const id of ids)
    expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  const times = ids.map((id) => id.slice(0, 13));
  expect(times).toEqual(times.toSorted());
});

test('one diary is huge, 50 are shared, 950 are small', () => {
  expect(entriesOf(layout.hugeDiaryId)).toBe(8_000);
  expect(layout.sharedDiaryIds.map(entriesOf)).toEqual(Array.from({ length: 50 }, () => 40));
  expect(entriesOf(layout.smallDiaryIds[0]!)).toBeCloseTo(10_000 / 950, -1);
  expect(new Set(places.map(({ diaryId }) => diaryId)).size).toBe(1_001);
  expect(new Set(places.map(({ authorId }) => authorId)).size).toBeGreaterThan(900);
});

test('what is superseded is so by a later entry of the same diary', () => {
  const byId = new Map(places.map((place) => [place.id, place]));
  const superseded = places.filter(({ supersededBy }) => supersededBy !== null);
  expect(superseded.length / layout.size).toBeCloseTo(0.05, 2);
  for (const { supersededBy, diaryId, createdAt } of superseded) {
    const by = byId.get(supersededBy!);
    expect(by?.diaryId).toBe(diaryId);
    expect(by!.createdAt).toBeGreaterThan(createdAt);
  }
});
