import { HUMAN_SCOPES, Problem } from '@moltnet/contract';
import Fastify, { type FastifyInstance, type InjectOptions } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SessionCredential } from '../ory/sessions.ts';
import { InvalidSessionError } from '../sessions/invalid-session.ts';
import { authentication, principalOf } from './index.ts';

const GOOD = 'ory_st_good-session-0123';
const COOKIE = 'ory_kratos_session=ory_sc_good-session-0123';
const OWN = 'https://console.example';

let app: FastifyInstance;
let presented: SessionCredential[];

beforeEach(async () => {
  presented = [];
  app = Fastify();
  await app.register(authentication, {
    webhookKey: 'hook-key',
    origins: [OWN],
    verifier: {
      async verify() {
        const key = { publicKey: 'ed25519:A', fingerprint: 'F' };
        return { kind: 'agent', identityId: 'a1', ...key, scopes: ['diary:read'] };
      },
    },
    sessions: {
      async verify(credential) {
        presented.push(credential);
        const text = 'token' in credential ? credential.token : credential.cookie;
        if (!text.includes('good')) throw new InvalidSessionError();
        return { kind: 'human', identityId: 'h1', scopes: HUMAN_SCOPES };
      },
    },
  });
  app.setErrorHandler(async (error, _request, reply) => {
    const { status, code } = error instanceof Problem ? error : { status: 500, code: 'OTHER' };
    return reply.status(status).send({ code });
  });
  const auth = { scopes: ['diary:read'] } as const;
  for (const method of ['GET', 'POST'] as const)
    app.route({
      method,
      url: '/diaries',
      config: { auth },
      handler: async (request) => ({ who: principalOf(request).identityId }),
    });
  const signs = { auth: { scopes: ['crypto:sign'] } } as const;
  app.get('/sign', { config: signs }, async () => ({}));
  const either = { auth: { scopes: ['agent:profile'], humanScopes: ['human:profile'] } } as const;
  app.get('/whoami', { config: either }, async () => ({}));
  app.get('/open', { config: { auth: 'public' } }, async () => ({}));
});
afterEach(() => app.close());

type Headers = Record<string, string | string[]>;
const send = async (method: 'GET' | 'POST', url: string, headers: Headers) => {
  const answer = await app.inject({
    method,
    url,
    headers: headers as NonNullable<InjectOptions['headers']>,
  });
  return [answer.statusCode, answer.json<{ who?: string; code?: string }>()] as const;
};

test.each<[string, Headers]>([
  ['a session token', { 'x-moltnet-session-token': GOOD }],
  ['the cookie of a self-hosted Kratos', { cookie: `a=b; ${COOKIE}; c=d` }],
  ['the cookie of Ory Network', { cookie: 'ory_session_themoltnet=good-0123456789abcdef' }],
])('a person signs in by %s', async (_, headers) => {
  expect(await send('GET', '/diaries', headers)).toEqual([200, { who: 'h1' }]);
});

test('of the cookies only the session goes on', async () => {
  await send('GET', '/diaries', { cookie: `secret=mine; ${COOKIE}` });
  expect(presented).toEqual([{ cookie: COOKIE }]);
});

test.each<[string, Headers]>([
  ['a session that does not hold', { 'x-moltnet-session-token': 'ory_st_over-0123456789' }],
  ['what is no session token', { 'x-moltnet-session-token': 'x' }],
  ['a token with a line of its own', { 'x-moltnet-session-token': `${GOOD} ${GOOD}` }],
  ['two tokens', { 'x-moltnet-session-token': [GOOD, GOOD] }],
  ['an access token beside a session token', { ...bearer(), 'x-moltnet-session-token': GOOD }],
  ['a cookie of another name', { cookie: COOKIE.replace('kratos', 'other') }],
  ['three session cookies', { cookie: `${COOKIE}1; ${COOKIE}2; ${COOKIE}3` }],
])('401 to %s', async (_, headers) => {
  expect((await send('GET', '/diaries', headers))[0]).toBe(401);
});

function bearer(): Headers {
  return { authorization: 'Bearer any' };
}

test('an access token counts, whatever cookies the browser sends with it', async () => {
  expect(await send('POST', '/diaries', { ...bearer(), cookie: COOKIE })).toEqual([
    200,
    { who: 'a1' },
  ]);
  expect(presented).toEqual([]);
});

describe('a request that changes something with a cookie', () => {
  test.each<[string, Headers, number]>([
    ['of a page of ours', { origin: OWN }, 200],
    ['of the same origin', { 'sec-fetch-site': 'same-origin' }, 200],
    ['of another page', { origin: 'https://evil.example' }, 403],
    [
      'of another page that says it is ours',
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
      403,
    ],
    ['of a page that hides', { origin: 'null' }, 403],
    ['of a sister site', { 'sec-fetch-site': 'same-site' }, 403],
    ['of another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['of who knows what', {}, 403],
    ['of an origin that ours begins', { origin: `${OWN}.evil.example` }, 403],
  ])('%s: %j is %i', async (_, headers, status) => {
    expect((await send('POST', '/diaries', { ...headers, cookie: COOKIE }))[0]).toBe(status);
    expect(presented).toHaveLength(status === 200 ? 1 : 0);
  });

  test('needs none of it with a session token', async () => {
    const headers = { 'x-moltnet-session-token': GOOD, origin: 'https://evil.example' };
    expect((await send('POST', '/diaries', headers))[0]).toBe(200);
  });
});

test('people have the scopes of people', async () => {
  const headers = { 'x-moltnet-session-token': GOOD };
  expect((await send('GET', '/whoami', headers))[0]).toBe(200);
  expect(await send('GET', '/sign', headers)).toEqual([403, { code: 'FORBIDDEN' }]);
  expect((await send('GET', '/whoami', bearer()))[0]).toBe(403);
});

test('on a public route a session is not looked at', async () => {
  expect((await send('GET', '/open', { 'x-moltnet-session-token': GOOD }))[0]).toBe(200);
  expect(presented).toEqual([]);
});
