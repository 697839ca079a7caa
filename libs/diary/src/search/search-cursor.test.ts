import { describe, expect, it } from 'vitest';
import type { SearchRequest } from './options.ts';
import { decodeSearchCursor, encodeSearchCursor } from './search-cursor.ts';

const request: SearchRequest = {
  diaryIds: ['01a1f87d-8de5-76ff-9916-6de0bc1783fc'],
  query: 'redis',
  model: 'm',
  limit: 10,
};
const position = {
  asOf: '2026-11-20T07:00:00.123456Z',
  byMeaning: true,
  score: 0.1 + 0.2,
  id: '01a1f87d-8de5-76ff-9916-6de0bc1783fc',
};
const cursor = encodeSearchCursor(request, position);

describe('a search cursor', () => {
  it('gives back its position, to the last bit', () => {
    expect(decodeSearchCursor({ ...request, cursor })).toEqual(position);
    expect(decodeSearchCursor(request)).toBeUndefined();
  });

  it('keeps the model that ranked its page', () => {
    const ranked = { ...position, model: 'm' };
    const cursor = encodeSearchCursor(request, ranked);
    expect(decodeSearchCursor({ ...request, model: 'another', cursor })).toEqual(ranked);
  });

  it('goes on at another page size, and when a diary has come to the scope', () => {
    const diaryIds = [...request.diaryIds, '01a1f87d-8de5-76ff-9916-6de1653c1531'];
    expect(decodeSearchCursor({ ...request, diaryIds, limit: 1, cursor })).toEqual(position);
  });

  it.each<[string, Partial<SearchRequest>]>([
    ['another query', { query: 'valkey' }],
    ['another filter', { tags: ['incident'] }],
    ['other weights', { wRecency: 1 }],
    ['nonsense', { cursor: 'nonsense' }],
    ['a number', { cursor: Buffer.from('12').toString('base64url') }],
    ['a list without a place', { cursor: Buffer.from('["x"]').toString('base64url') }],
  ])('is refused for %s', (_, change) => {
    expect(() => decodeSearchCursor({ ...request, cursor, ...change })).toThrow(
      expect.objectContaining({ code: 'VALIDATION_FAILED' }),
    );
  });
});
