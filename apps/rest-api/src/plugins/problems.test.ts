import { Problem } from '@moltnet/contract';
import { DatabaseUnavailableError } from '@moltnet/database';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { problems } from './problems.ts';

let app: FastifyInstance;

beforeEach(async () => {
  app = Fastify({ bodyLimit: 100 });
  await app.register(problems);
  app.post('/echo', async ({ body }) => body);
  app.get('/conflict', async () => {
    throw new Problem('CONFLICT', 'Two of one.', { conflict: { id: '1' } });
  });
  app.get('/database', async () => {
    throw new DatabaseUnavailableError('ECONNREFUSED', new Error('postgres://u:S3CRET@db'));
  });
  app.get('/bug', async () => {
    throw new TypeError('S3CRET of the inside');
  });
});
afterEach(() => app.close());

test('a problem has every member of RFC 9457 and ours', async () => {
  const answer = await app.inject('/conflict?token=S3CRET');
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(answer.json()).toEqual({
    type: 'https://themolt.net/problems/conflict',
    title: 'Conflict',
    status: 409,
    code: 'CONFLICT',
    detail: 'Two of one.',
    instance: '/conflict',
    requestId: expect.any(String),
    conflict: { id: '1' },
  });
});

test('a database that is down is 503 and says when to come back', async () => {
  const answer = await app.inject('/database');
  expect(answer.headers['retry-after']).toBe('2');
  expect(answer.json()).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE', retryAfter: 2 });
  expect(answer.body).not.toContain('S3CRET');
});

test('a bug is 500 and says nothing of the inside', async () => {
  const answer = await app.inject('/bug');
  expect(answer.json()).toMatchObject({ status: 500, code: 'INTERNAL_SERVER_ERROR' });
  expect(answer.body).not.toContain('S3CRET');
});

test.each([
  ['not JSON', 'application/json', '{"a":', 400, 'VALIDATION_FAILED'],
  ['an empty body', 'application/json', '', 400, 'VALIDATION_FAILED'],
  ['a prototype for a body', 'application/json', '{"__proto__":{"a":1}}', 400, 'VALIDATION_FAILED'],
  ['another media type', 'text/xml', '<a/>', 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ['too much', 'application/json', `"${'x'.repeat(100)}"`, 413, 'PAYLOAD_TOO_LARGE'],
])('%s', async (_, type, payload, status, code) => {
  const answer = await app.inject({
    method: 'POST',
    url: '/echo',
    headers: { 'content-type': type },
    payload,
  });
  expect(answer.json()).toMatchObject({ status, code });
});

test('an unknown path is a problem too', async () => {
  expect((await app.inject('/nowhere')).json()).toMatchObject({ status: 404, code: 'NOT_FOUND' });
});
