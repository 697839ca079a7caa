import { expect, test } from 'vitest';
import { growthPerMinute } from './trend.ts';

const samples = (valueAt: (second: number) => number) =>
  Array.from({ length: 19 }, (_, index) => ({ at: index * 5, value: valueAt(index * 5) }));

test('of what stays is none, whatever single samples say', () => {
  expect(growthPerMinute(samples(() => 70))).toBe(0);
  const outliers = samples((second) => (second % 30 === 15 ? 120 : 70));
  expect(growthPerMinute(outliers)).toBe(0);
});

test('of what grows is how much it grows in a minute, whatever single samples say', () => {
  expect(growthPerMinute(samples((second) => 70 + second / 10))).toBeCloseTo(6, 9);
  const outliers = samples((second) => (second % 30 === 15 ? 120 : 70 + second / 10));
  expect(growthPerMinute(outliers)).toBeGreaterThan(5);
});

test('of one sample is unknown', () => {
  expect(() => growthPerMinute([{ at: 0, value: 70 }])).toThrow('two points');
});
