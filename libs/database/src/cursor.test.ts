import { describe, expect, test } from 'vitest';
import { decodeCursor, pageView } from './cursor.ts';

const position = {
  createdAt: '2026-11-20T09:30:00.123456Z',
  id: '018f0000-0000-7000-8000-000000000001',
};

test('a cursor carries the position to the microsecond and back', () => {
  const { nextCursor } = pageView({ items: [], next: position }, () => undefined);
  expect(decodeCursor(nextCursor ?? undefined)).toEqual(position);
});

test('the last page has no cursor', () => {
  expect(pageView({ items: [1, 2], next: undefined }, String)).toEqual({
    items: ['1', '2'],
    nextCursor: null,
  });
});

const encode = (text: string) => Buffer.from(text).toString('base64url');

describe('a foreign cursor is refused', () => {
  test.each([
    ['no base64', '💥'],
    ['empty inside', encode('')],
    ['another time', encode(`yesterday ${position.id}`)],
    ['a day that is none', encode(`2026-13-40T00:00:00.000000Z ${position.id}`)],
    ['another id', encode(`${position.createdAt} 1 OR true`)],
  ])('%s', (_, cursor) => {
    expect(() => decodeCursor(cursor)).toThrow('cursor is not one that this list answered.');
  });
});
