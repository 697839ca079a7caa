import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { post, rpc } from '../testing/http.ts';
import { FORWARDING_KEY, startServer, type TestServer } from '../testing/server.ts';
import { send, startUpstream, type Upstream } from '../testing/upstream.ts';

let upstream: Upstream;
let server: TestServer;

beforeAll(async () => {
  upstream = await startUpstream();
  server = await startServer(upstream.url);
});

beforeEach(() => {
  upstream.received.length = 0;
  upstream.override = undefined;
});

afterAll(async () => {
  await server.close();
  await upstream.close();
});

const list = (headers: Record<string, string>, at = server.url) =>
  post(`${at}/mcp`, { headers, body: rpc('tools/list') });

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function forged(): Promise<string> {
  const { privateKey } = await generateKeyPair('RS256');
  return new SignJWT({})
    .setProtectedHeader({ alg: 'RS256', kid: 'test' })
    .setIssuer(upstream.url)
    .setSubject('scribe')
    .setExpirationTime('1h')
    .sign(privateKey);
}

const unsigned = () =>
  new UnsecuredJWT({})
    .setIssuer(upstream.url)
    .setSubject('scribe')
    .setExpirationTime('1h')
    .encode();

describe('a request without a credential', () => {
  test.each([
    ['POST', '/mcp', '/mcp'],
    ['GET', '/mcp', '/mcp'],
    ['GET', '/sse', '/sse'],
    ['POST', '/messages?sessionId=x', '/sse'],
  ])('%s %s is told where tokens come from', async (method, path, resource) => {
    const answer = await post(server.url + path, {
      method,
      ...(method === 'POST' && { body: rpc('tools/list') }),
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe(
      `Bearer resource_metadata="${server.url}/.well-known/oauth-protected-resource${resource}", scope="agent:profile crypto:sign diary:read diary:write"`,
    );
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.body).toEqual({
      type: 'https://themolt.net/problems/unauthorized',
      title: 'Unauthorized',
      status: 401,
      code: 'UNAUTHORIZED',
      detail: 'Send `Authorization: Bearer …`, or X-Client-Id and X-Client-Secret.',
      instance: path.split('?')[0],
      requestId: answer.headers.get('x-request-id'),
    });
  });
});

describe('a bearer token', () => {
  test.each<[string, () => Promise<string> | string]>([
    ['has expired', () => upstream.mint({}, '-1m')],
    ['comes from another issuer', () => upstream.mint({ iss: 'https://evil.example' })],
    ['is meant for another service', () => upstream.mint({ aud: ['https://other.example'] })],
    ['is signed by a stranger', forged],
    ['is not signed', unsigned],
    ['is cut short', async () => (await upstream.mint()).slice(0, -20)],
  ])('that %s is 401 before anything is asked upstream', async (_case, make) => {
    const answer = await list(bearer(await make()));
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
    expect(upstream.received).toEqual([]);
  });

  test.each<[string, () => Record<string, unknown>]>([
    ['names no audience', () => ({})],
    ['has an empty audience, as Hydra writes it', () => ({ aud: [] })],
    ['is meant for the URL that the user typed', () => ({ aud: [`${server.url}/mcp`] })],
    ['is meant for this origin', () => ({ aud: `${server.url}/` })],
    ['is meant for the REST API', () => ({ aud: ['https://x.example', upstream.url] })],
    ['has an issuer with a trailing slash', () => ({ iss: `${upstream.url}/` })],
  ])('that %s is accepted', async (_case, claims) => {
    expect((await list(bearer(await upstream.mint(claims())))).status).toBe(200);
  });

  test('that is opaque is judged by the REST API, once a minute', async () => {
    const [first, second] = [await list(bearer('mlt_ak_1')), await list(bearer('mlt_ak_1'))];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(upstream.received).toMatchObject([
      { operation: 'whoAmI', headers: { authorization: 'Bearer mlt_ak_1' } },
    ]);
  });

  test.each([
    ['that the API does not know', 401, 401, 'error="invalid_token"'],
    ['that may not ask who it is', 403, 200, ''],
    ['that nobody can judge now', 500, 503, ''],
  ])('that is opaque and %s (%i) is %i here', async (_case, given, status, header) => {
    upstream.override = (_received, response) => {
      send(response, given, { title: 'x', status: given, code: 'X', detail: 'x' });
      return 'handled';
    };
    const answers = [await list(bearer(`t${given}`)), await list(bearer(`t${given}`))];
    expect(answers.map((answer) => answer.status)).toEqual([status, status]);
    expect(answers[0]?.headers.get('www-authenticate') ?? '').toContain(header);
    expect(upstream.received.length).toBe(status === 503 ? 2 : 1);
  });

  test('reaches the REST API with the request id and address of the client', async () => {
    const token = await upstream.mint();
    await post(`${server.url}/mcp`, {
      headers: { ...bearer(token), 'x-request-id': 'job-7', 'x-forwarded-for': '6.6.6.6' },
      body: rpc('tools/call', { name: 'moltnet_whoami' }),
    });
    expect(upstream.received[0]?.headers).toMatchObject({
      authorization: `Bearer ${token}`,
      'x-request-id': 'job-7',
      'x-moltnet-client-address': '127.0.0.1',
      'x-moltnet-forwarding-key': FORWARDING_KEY,
    });
  });

  test('asks for a token with the address of the client', async () => {
    await list({ 'x-client-id': 'scribe', 'x-client-secret': 'other' });
    expect(upstream.received[0]?.headers).toMatchObject({
      'x-moltnet-client-address': '127.0.0.1',
      'x-moltnet-forwarding-key': FORWARDING_KEY,
    });
  });

  test.each([
    ['another scheme', 'Basic c2NyaWJlOnMzY3JldA=='],
    ['the scheme alone', 'Bearer'],
    ['two tokens', 'Bearer a b'],
    ['9,000 characters', `Bearer ${'a'.repeat(9_000)}`],
  ])('cannot be read out of %s', async (_case, authorization) => {
    const answer = await list({ authorization });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  test('is 503, not 401, while the keys of the issuer cannot be had', async () => {
    const lost = await startServer(upstream.url, {}, { oryUrl: 'http://127.0.0.1:9' });
    try {
      const token = await upstream.mint({ iss: 'http://127.0.0.1:9' });
      const answer = await list(bearer(token), lost.url);
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('5');
      expect(answer.body).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    } finally {
      await lost.close();
    }
  });
});

const pair = (clientSecret: string) => ({
  'x-client-id': 'scribe',
  'x-client-secret': clientSecret,
});

const call = (headers: Record<string, string>) =>
  post(`${server.url}/mcp`, { headers, body: rpc('tools/call', { name: 'moltnet_whoami' }) });

describe('X-Client-Id and X-Client-Secret', () => {
  test('are exchanged once, however many calls come at once and after', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => list(pair('one'))));
    await list(pair('one'));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(upstream.received.map(({ operation, body }) => [operation, body])).toEqual([
      [
        'createToken',
        { grant_type: 'client_credentials', client_id: 'scribe', client_secret: 'one' },
      ],
    ]);
  });

  test('with another secret never get the token of the first', async () => {
    upstream.override = ({ operation, body }, response) => {
      if (operation !== 'createToken') return undefined;
      if ((body as { client_secret: string }).client_secret === 'right') return undefined;
      send(response, 401, { error: 'invalid_client' });
      return 'handled';
    };
    expect((await list(pair('right'))).status).toBe(200);
    const refused = await list(pair('wrong'));
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toContain('error="invalid_token"');
    expect(refused.text).not.toContain('wrong');
  });

  test('must come together', async () => {
    expect((await list({ 'x-client-id': 'scribe' })).status).toBe(401);
    expect((await list({ 'x-client-secret': 's' })).status).toBe(401);
  });

  test('are exchanged anew when the token is refused', async () => {
    upstream.override = ({ operation }, response) => {
      if (operation !== 'whoAmI') return undefined;
      send(response, 401, {
        type: 'https://themolt.net/problems/unauthorized',
        title: 'Unauthorized',
        status: 401,
        code: 'UNAUTHORIZED',
        detail: 'The token was revoked.',
        instance: '/agents/whoami',
      });
      return 'handled';
    };
    const refused = await call(pair('rotated'));
    expect(refused.body).toMatchObject({
      result: {
        isError: true,
        content: [
          { text: expect.stringMatching(/^Unauthorized \(UNAUTHORIZED, 401\): The token was rev/) },
        ],
      },
    });
    upstream.override = undefined;
    expect((await call(pair('rotated'))).body).toMatchObject({
      result: { structuredContent: { clientId: 'scribe' } },
    });
    expect(upstream.received.map(({ operation }) => operation)).toEqual([
      'createToken',
      'whoAmI',
      'createToken',
      'whoAmI',
    ]);
  });

  test.each<[number, number, string, Record<string, string>]>([
    [429, 429, '7', { 'retry-after': '7' }],
    [500, 503, '5', {}],
    [200, 503, '5', {}],
  ])('a token endpoint that answers %i is %i here', async (given, status, retryAfter, headers) => {
    upstream.override = (_received, response) => {
      response.writeHead(given, headers).end('<html>');
      return 'handled';
    };
    const answer = await list(pair(`upstream answers ${given}`));
    expect(answer.status).toBe(status);
    expect(answer.headers.get('retry-after')).toBe(retryAfter);
  });
});
