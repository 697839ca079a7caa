import { Problem, type Scope } from '@moltnet/contract';
import Fastify, { type FastifyInstance } from 'fastify';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { InvalidTokenError } from '../tokens/invalid-token.ts';
import type { Principal } from '../tokens/principal.ts';
import { UpstreamUnavailableError } from '../upstream-error.ts';
import { authentication, principalOf } from './index.ts';

const principal: Principal = {
  kind: 'agent',
  identityId: 'a1',
  clientId: 'c1',
  publicKey: 'ed25519:A',
  fingerprint: 'F',
  scopes: ['diary:read'],
};

let app: FastifyInstance;
let presented: string[];

beforeEach(async () => {
  presented = [];
  app = Fastify();
  await app.register(authentication, {
    webhookKey: 'hook-key',
    verifier: {
      async verify(token) {
        presented.push(token);
        if (token === 'good') return principal;
        if (token === 'undecided')
          throw new UpstreamUnavailableError({ operation: 'x', reason: 'y' });
        throw new InvalidTokenError('bad');
      },
    },
  });
  app.setErrorHandler(async (error, _request, reply) => {
    const { status, code } =
      error instanceof Problem ? error : { status: 400, code: 'VALIDATION_FAILED' };
    return reply.status(status).send({ code });
  });
  app.get('/open', { config: { auth: 'public' } }, async (request) => ({ who: request.principal }));
  app.get('/read', scoped(['diary:read']), async (request) => ({
    who: principalOf(request).identityId,
  }));
  app.get('/write', scoped(['diary:read', 'diary:write']), async () => ({}));
  app.post('/hook', { config: { auth: 'webhook' } }, async () => ({}));
  app.options('/read', async () => ({}));
});
afterEach(() => app.close());

function scoped(scopes: Scope[]) {
  return {
    config: { auth: { scopes } },
    schema: { querystring: { type: 'object', properties: { n: { type: 'integer' } } } },
  };
}

const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ method: 'GET', url, headers });

test('a route that does not declare who may call it is not registered', () => {
  expect(() => app.get('/forgotten', async () => ({}))).toThrow(
    'Route GET /forgotten must declare config.auth.',
  );
});

test('the principal of a good token reaches the handler', async () => {
  const answer = await get('/read', { authorization: 'Bearer good' });
  expect([answer.statusCode, answer.json()]).toEqual([200, { who: 'a1' }]);
});

test.each([
  ['bearer', 'bearer good'],
  ['BEARER', 'BEARER   good'],
])('the scheme may be written %s', async (_, authorization) => {
  expect((await get('/read', { authorization })).statusCode).toBe(200);
});

test('without a credential: 401 and how to authenticate', async () => {
  const answer = await get('/read');
  expect(answer.statusCode).toBe(401);
  expect(answer.headers['www-authenticate']).toBe('Bearer realm="moltnet"');
});

test.each([
  ['a refused token', 'Bearer bad', ['bad']],
  ['another scheme', 'Basic Z29vZDpnb29k', []],
  ['no token', 'Bearer', []],
  ['two tokens', 'Bearer good good', []],
  ['odd characters', 'Bearer good"', []],
  ['an endless one', `Bearer ${'x'.repeat(8_200)}`, []],
])('401 for %s', async (_, authorization, verified) => {
  const answer = await get('/read', { authorization });
  expect(answer.statusCode).toBe(401);
  expect(answer.headers['www-authenticate']).toBe('Bearer realm="moltnet", error="invalid_token"');
  expect(presented).toEqual(verified);
});

test('two Authorization headers are refused, whichever is good', async () => {
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.setEncoding('utf8').once('data', (text: string) => {
      socket.destroy();
      resolve(text);
    });
    socket.write(
      'GET /read HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\nAUTHORIZATION: Bearer bad\r\n\r\n',
    );
  });
  expect(answer.split('\r\n')[0]).toBe('HTTP/1.1 401 Unauthorized');
  expect(presented).toEqual([]);
});

test('when nobody can tell it is 503 and not 401', async () => {
  const answer = await get('/read', { authorization: 'Bearer undecided' });
  expect(answer.statusCode).toBe(503);
  expect(answer.headers['www-authenticate']).toBeUndefined();
});

describe('order of checks', () => {
  test.each([
    ['authentication before validation', '/write?n=x', 'Bearer bad', 401],
    ['validation before scope', '/write?n=x', 'Bearer good', 400],
    ['scope before the handler', '/write', 'Bearer good', 403],
  ])('%s', async (_, url, authorization, status) => {
    expect((await get(url, { authorization })).statusCode).toBe(status);
  });

  test('a missing scope is named', async () => {
    const answer = await get('/write', { authorization: 'Bearer good' });
    expect(answer.headers['www-authenticate']).toBe(
      'Bearer realm="moltnet", error="insufficient_scope", scope="diary:read diary:write"',
    );
  });
});

test('on a public route a credential, good or bad, is not looked at', async () => {
  const answer = await get('/open', { authorization: 'Bearer bad' });
  expect([answer.statusCode, answer.json()]).toEqual([200, { who: null }]);
  expect(presented).toEqual([]);
});

test('what has no route is 404 without a credential; a preflight needs none', async () => {
  expect((await get('/nowhere')).statusCode).toBe(404);
  expect((await app.inject({ method: 'OPTIONS', url: '/read' })).statusCode).toBe(200);
  expect((await app.inject({ method: 'HEAD', url: '/read' })).statusCode).toBe(401);
});

test.each([
  ['hook-key', 200],
  ['hook-kex', 401],
  ['', 401],
  [undefined, 401],
])('a webhook with the key %j is %i', async (key, status) => {
  const headers: Record<string, string> = key === undefined ? {} : { 'x-ory-api-key': key };
  expect((await app.inject({ method: 'POST', url: '/hook', headers })).statusCode).toBe(status);
  expect(
    (await app.inject({ method: 'POST', url: '/hook', headers: { authorization: 'Bearer good' } }))
      .statusCode,
  ).toBe(401);
});
