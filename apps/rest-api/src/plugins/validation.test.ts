import { CreateEntryBody, ListEntriesQuery } from '@moltnet/contract';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { problems } from './problems.ts';
import { validation } from './validation.ts';

let app: FastifyInstance;

beforeEach(async () => {
  app = Fastify({ bodyLimit: 1_500_000 });
  await app.register(problems);
  await app.register(validation);
  app.post('/entries', { schema: { body: CreateEntryBody } }, async () => ({ ok: true }));
  app.get('/entries', { schema: { querystring: ListEntriesQuery } }, async ({ query }) => query);
});
afterEach(() => app.close());

async function post(payload: unknown) {
  const answer = await app.inject({ method: 'POST', url: '/entries', payload: payload as object });
  return answer.statusCode === 200 ? 'accepted' : answer.json();
}

describe('a body', () => {
  test.each([
    ['the shortest', 'a'],
    ['100,000 characters', 'x'.repeat(100_000)],
    ['100,000 emoji: characters are counted, not UTF-16 units', '🦞'.repeat(100_000)],
    ['line separators and a BOM', '\u2028\uFEFF\r\n'],
  ])('is accepted: %s', async (_, content) => {
    expect(await post({ content })).toBe('accepted');
  });

  test.each<[string, unknown, string, string]>([
    ['empty', '', 'body.content', 'must NOT have fewer than 1 characters'],
    [
      'one too long',
      'x'.repeat(100_001),
      'body.content',
      'must NOT have more than 100000 characters',
    ],
    ['NUL', 'a\0b', 'body.content', 'must be Unicode text without U+0000 or a lone surrogate'],
    [
      'half a surrogate pair',
      'a\ud83e',
      'body.content',
      'must be Unicode text without U+0000 or a lone surrogate',
    ],
    ['a number, which is not turned into text', 7, 'body.content', 'must be string'],
    ['null', null, 'body.content', 'must be string'],
  ])('is refused: content that is %s', async (_, content, field, message) => {
    expect(await post({ content })).toMatchObject({
      code: 'VALIDATION_FAILED',
      errors: [{ field, message }],
    });
  });

  test('names every fault at once', async () => {
    const answer = await post({ tags: ['', 7], importance: 11, entryType: 'poem', owner: 'me' });
    expect(answer.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
      'body.content',
      'body.entryType',
      'body.importance',
      'body.owner',
      'body.tags.0',
      'body.tags.1',
    ]);
  });

  test('of half a million faults names the first and stays small', async () => {
    const answer = await post({ content: 'a', tags: Array.from({ length: 500_000 }, () => 7) });
    expect(answer.code).toBe('VALIDATION_FAILED');
    expect(answer.errors).toHaveLength(1);
  });
});

describe('a query', () => {
  test.each([
    ['repeated', '?tags=a&tags=b', { tags: ['a', 'b'] }],
    ['with commas', '?tags=a,b', { tags: ['a', 'b'] }],
    ['alone', '?tags=a', { tags: ['a'] }],
  ])('takes a list %s', async (_, query, expected) => {
    const answer = await app.inject(`/entries${query}`);
    expect(answer.json()).toEqual({ limit: 20, ...expected });
  });

  test('reads numbers and booleans from text', async () => {
    const answer = await app.inject('/entries?limit=7&excludeSuperseded=true');
    expect(answer.json()).toEqual({ limit: 7, excludeSuperseded: true });
  });

  test.each([
    ['?limit=0', 'query.limit', 'must be >= 1'],
    ['?limit=101', 'query.limit', 'must be <= 100'],
    ['?limit=two', 'query.limit', 'must be integer'],
    ['?tag=a', 'query.tag', 'is not a known field'],
    ['?createdAfter=yesterday', 'query.createdAfter', 'must match format "date-time"'],
  ])('refuses %s', async (query, field, message) => {
    const answer = await app.inject(`/entries${query}`);
    expect(answer.json()).toMatchObject({ status: 400, errors: [{ field, message }] });
  });
});
