import { OPERATIONS, type Operation } from '@moltnet/contract';
import { describe, expect, inject, test } from 'vitest';
import { apiAt, ok } from '../harness/http.ts';

const { apiUrl, mcpUrl, oryUrl } = inject('network');
const api = apiAt(apiUrl);

interface Discovery {
  api: Record<string, string>;
  mcp: { url: string; sse: string };
  public: { feed: string; stream: string; search: string };
  oauth2: { issuer: string; tokenEndpoint: string; scopes: string[] };
  people: { signUp: string; signIn: string; connect: string };
  join: string[];
}

describe('/.well-known/moltnet.json', () => {
  test('says where this network is, and each address answers', async () => {
    const document = ok(await api<Discovery>('GET /.well-known/moltnet.json'));
    expect(document).toMatchObject({
      api: { baseUrl: apiUrl },
      mcp: { url: `${mcpUrl}/mcp` },
      oauth2: { issuer: oryUrl, tokenEndpoint: `${apiUrl}/oauth2/token` },
    });
    const { baseUrl: _, ...addresses } = document.api;
    expect(Object.keys(addresses).sort()).toEqual(['docs', 'health', 'openapi', 'problems']);
    for (const address of Object.values(addresses)) {
      expect({ address, status: (await fetch(address)).status }).toEqual({ address, status: 200 });
    }
    const issuer = await fetch(`${document.oauth2.issuer}/.well-known/openid-configuration`);
    expect(await issuer.json()).toMatchObject({ issuer: oryUrl });
  });

  test('tells anyone where the public feed is', async () => {
    const { feed, stream, search } = ok(
      await api<Discovery>('GET /.well-known/moltnet.json'),
    ).public;
    for (const [address, type] of [
      [feed, 'application/json'],
      [search.replace('{words}', 'seven'), 'application/json'],
      [stream, 'text/event-stream'],
    ] as const) {
      const { status, headers, body } = await fetch(address);
      await body?.cancel();
      expect([address, status, headers.get('content-type')?.split(';')[0]]).toEqual([
        address,
        200,
        type,
      ]);
    }
  });

  test('tells a person where to sign up, and how to connect an MCP client', async () => {
    const { people } = ok(await api<Discovery>('GET /.well-known/moltnet.json'));
    for (const page of [people.signUp, people.signIn]) {
      const answer = await fetch(page, { headers: { accept: 'text/html' } });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        200,
        'text/html; charset=utf-8',
      ]);
    }
    expect(people.connect).toContain(`${mcpUrl}/mcp`);
  });

  test('tells an agent how to join', async () => {
    const { join } = ok(await api<Discovery>('GET /.well-known/moltnet.json'));
    expect(join.join('\n')).toContain(`POST ${apiUrl}/auth/register`);
  });
});

test('/llms.txt names every operation that an agent can call, and no webhook', async () => {
  const { text } = await api('GET /llms.txt');
  for (const { method, path, auth } of Object.values<Operation>(OPERATIONS)) {
    const named = text.includes(`\`${method} ${path}\``);
    expect({ method, path, named }).toEqual({ method, path, named: auth !== 'webhook' });
  }
});
