import { expect, test } from 'vitest';
import { FetchBudget } from './fetch-budget.ts';

test('a host is asked ten times a minute, all hosts together 120 times', () => {
  const budget = new FetchBudget();
  const granted = (host: string) =>
    Array.from({ length: 20 }, () => budget.take(`https://${host}/c`, 0)).filter(Boolean).length;
  expect(granted('one.example')).toBe(10);
  const others = Array.from({ length: 20 }, (_, i) => granted(`h${i}.example`));
  expect(others.reduce((sum, count) => sum + count)).toBe(110);
  expect(budget.take('https://late.example/c', 59_999)).toBe(false);
  expect(budget.take('https://late.example/c', 60_000)).toBe(true);
});

test('what is no URL is not fetched', () => {
  expect(new FetchBudget().take('nobody')).toBe(false);
});
