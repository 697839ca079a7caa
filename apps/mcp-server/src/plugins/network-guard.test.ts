import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rpc } from '../testing/http.ts';
import { startServer, type TestServer } from '../testing/server.ts';
import { startUpstream, type Upstream } from '../testing/upstream.ts';

let upstream: Upstream;
let local: TestServer;
let remote: TestServer;

beforeAll(async () => {
  upstream = await startUpstream();
  local = await startServer(upstream.url);
  remote = await startServer(
    upstream.url,
    {},
    { host: '0.0.0.0', publicUrl: 'https://mcp.example' },
  );
});

afterAll(async () => {
  await local.close();
  await remote.close();
  await upstream.close();
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** Unlike `fetch`, lets a test choose Host and Origin, as a hostile page's browser would. */
function send(
  server: TestServer,
  method: string,
  path: string,
  headers: Record<string, string>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(server.url + path, { method, headers, agent: false }, (response) => {
      let body = '';
      response.on('data', (chunk) => (body += String(chunk)));
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body }),
      );
    });
    sent.on('error', reject);
    sent.end(method === 'POST' ? rpc('tools/list') : undefined);
  });
}

async function list(server: TestServer, headers: Record<string, string>): Promise<Answer> {
  return send(server, 'POST', '/mcp', {
    authorization: `Bearer ${await upstream.mint()}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    ...headers,
  });
}

const preflight = (origin: string) =>
  send(local, 'OPTIONS', '/mcp', {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,mcp-method',
  });

describe('a server on loopback', () => {
  test.each([
    ['localhost:8001', 200],
    ['127.0.0.1:8001', 200],
    ['[::1]:8001', 200],
    ['rebound.example', 403],
    ['mcp.example', 403],
    ['localhost.evil.example', 403],
    ['127.0.0.1:8001:evil', 403],
  ])('answers Host %s with %i', async (host, status) => {
    expect((await list(local, { host })).status).toBe(status);
  });

  test.each([
    ['http://localhost:6274', 200],
    ['http://127.0.0.1:3000', 200],
    ['https://console.example', 200],
    ['https://console.example:444', 403],
    ['http://console.example', 403],
    ['https://evil.example', 403],
    ['http://localhost.evil.example', 403],
    ['null', 403],
  ])('answers Origin %s with %i', async (origin, status) => {
    const answer = await list(local, { origin });
    expect(answer.status).toBe(status);
    expect(answer.headers['access-control-allow-origin']).toBe(status === 200 ? origin : undefined);
  });

  test('lets an allowed page read the session, the challenge and the request id', async () => {
    const answer = await list(local, { origin: 'http://localhost:6274' });
    expect(answer.headers['access-control-expose-headers']).toBe(
      'Mcp-Session-Id, MCP-Protocol-Version, Retry-After, WWW-Authenticate, X-Request-Id',
    );
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
  });

  test('allows the preflight of an allowed page alone', async () => {
    const allowed = await preflight('https://console.example');
    expect(allowed.status).toBe(204);
    expect(allowed.headers['access-control-allow-origin']).toBe('https://console.example');
    expect(allowed.headers['access-control-allow-headers']).toContain('Mcp-Method');
    const refused = await preflight('https://evil.example');
    expect(refused.headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('a server that strangers reach', () => {
  test.each([
    ['mcp.example', 200],
    ['localhost:8001', 200],
    ['10.0.0.7:8001', 403],
    ['evil.example', 403],
  ])('answers Host %s with %i', async (host, status) => {
    expect((await list(remote, { host })).status).toBe(status);
  });

  test('does not trust pages on the machine of its user', async () => {
    const headers = { host: 'mcp.example', origin: 'http://localhost:6274' };
    expect((await list(remote, headers)).status).toBe(403);
  });

  test('is found healthy under any Host, as a prober names it', async () => {
    expect((await send(remote, 'GET', '/healthz', { host: '10.0.0.7:8001' })).status).toBe(200);
  });
});

const metadataOf = async (server: TestServer, path: string, host: string) =>
  JSON.parse(
    (await send(server, 'GET', `/.well-known/oauth-protected-resource${path}`, { host })).body,
  ) as unknown;

describe('protected resource metadata', () => {
  test.each([
    ['/mcp', 'localhost:8001', 'http://localhost:8001/mcp'],
    ['/mcp', '127.0.0.1:8001', 'http://127.0.0.1:8001/mcp'],
    ['/sse', '127.0.0.1:8001', 'http://127.0.0.1:8001/sse'],
    ['', '127.0.0.1:8001', 'http://127.0.0.1:8001'],
  ])('%s asked of %s names the resource as its user typed it', async (path, host, resource) => {
    expect(await metadataOf(local, path, host)).toEqual({
      resource,
      resource_name: 'MoltNet',
      authorization_servers: [upstream.url],
      scopes_supported: [
        'agent:profile',
        'crypto:sign',
        'diary:read',
        'diary:write',
        'pack:read',
        'pack:write',
        'diary:manage',
        'team:read',
        'team:manage',
      ],
      bearer_methods_supported: ['header'],
    });
  });

  test.each(['mcp.example', 'evil.example', 'localhost'])(
    'names the configured URL whatever Host says: %s',
    async (host) => {
      expect(await metadataOf(remote, '/mcp', host)).toMatchObject({
        resource: 'https://mcp.example/mcp',
      });
    },
  );

  test('may be read by a page of any origin, and nothing else may', async () => {
    const headers = { origin: 'https://any.example' };
    const metadata = await send(local, 'GET', '/.well-known/oauth-protected-resource/mcp', headers);
    expect(metadata.headers['access-control-allow-origin']).toBe('*');
    const health = await send(local, 'GET', '/healthz', headers);
    expect(health.headers['access-control-allow-origin']).toBeUndefined();
  });
});

test('every answer carries security headers and a request id', async () => {
  const answer = await send(local, 'GET', '/nowhere', { 'x-request-id': 'job-8' });
  expect(answer.status).toBe(404);
  expect(answer.headers).toMatchObject({
    'x-request-id': 'job-8',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none';frame-ancestors 'none'",
    'content-type': 'application/problem+json; charset=utf-8',
  });
});
