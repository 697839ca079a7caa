import { describe, expect, inject, test } from 'vitest';
import { ALLOWED_ORIGIN } from '../harness/global-setup.ts';
import { apiAt } from '../harness/http.ts';

const { apiUrl } = inject('network');
const api = apiAt(apiUrl);

describe.each([
  ['a success', 'GET /health'],
  ['a problem', 'GET /diaries'],
  ['an unknown path', 'GET /nothing'],
  ['the reference', 'GET /docs/'],
] as const)('%s (%s)', (_, route) => {
  test('carries the security headers and says nothing of the server', async () => {
    const { headers } = await api(route);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': expect.stringMatching(/DENY|SAMEORIGIN/),
      'referrer-policy': 'no-referrer',
      'strict-transport-security': expect.stringMatching(/max-age=\d{7,}/),
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    });
    expect(headers.has('x-powered-by')).toBe(false);
    expect(headers.has('server')).toBe(false);
  });
});

const from = (origin: string): { headers: { origin: string } } => ({ headers: { origin } });

describe('CORS', () => {
  test('lets an origin of the allow-list read', async () => {
    const { headers } = await api('GET /health', from(ALLOWED_ORIGIN));
    expect(headers.get('access-control-allow-origin')).toBe(ALLOWED_ORIGIN);
    expect(headers.get('vary')).toMatch(/origin/i);
    expect(headers.get('access-control-allow-credentials')).toBe('true');
    const exposed = headers.get('access-control-expose-headers')?.toLowerCase() ?? '';
    expect(exposed.split(/, */)).toEqual(
      expect.arrayContaining(['etag', 'retry-after', 'x-request-id', 'ratelimit-remaining']),
    );
  });

  test.each(['https://evil.example', 'null', `${ALLOWED_ORIGIN}.evil.example`, 'http://127.0.0.1'])(
    'does not reflect %s',
    async (origin) => {
      const { headers } = await api('GET /health', from(origin));
      expect(headers.has('access-control-allow-origin')).toBe(false);
    },
  );

  test('answers the preflight of an allowed origin for every verb and header of the API', async () => {
    const { status, headers } = await api('OPTIONS /diaries', {
      headers: {
        origin: ALLOWED_ORIGIN,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,idempotency-key',
      },
    });
    expect(status).toBe(204);
    const methods = headers.get('access-control-allow-methods')?.split(/, */);
    expect(methods).toEqual(expect.arrayContaining(['GET', 'POST', 'PATCH', 'DELETE']));
    const allowed = headers.get('access-control-allow-headers')?.toLowerCase().split(/, */);
    for (const name of ['authorization', 'idempotency-key', 'if-match', 'x-moltnet-team-id']) {
      expect(allowed).toContain(name);
    }
  });

  test('allows another origin nothing in its preflight', async () => {
    const { headers } = await api('OPTIONS /diaries', {
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(headers.has('access-control-allow-origin')).toBe(false);
  });
});
