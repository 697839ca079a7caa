import { expect, test } from 'vitest';
import { retryAfter } from './reply.ts';

const now = Date.parse('2026-11-20T00:00:00Z');

test.each([
  ['7', 7],
  ['0', 0],
  ['Fri, 20 Nov 2026 00:00:05 GMT', 5],
  ['Thu, 19 Nov 2026 00:00:00 GMT', 0],
  ['soon', undefined],
  [null, undefined],
])('Retry-After: %s is %s seconds', (header, seconds) => {
  const headers = new Headers(header === null ? {} : { 'retry-after': header });
  expect(retryAfter({ status: 503, headers, body: undefined }, now)).toBe(seconds);
});
