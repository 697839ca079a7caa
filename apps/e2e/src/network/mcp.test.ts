import { sign } from '@moltnet/crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Agent, join, mint } from '../harness/agents.ts';
import { apiAt, ok } from '../harness/http.ts';
import { CLIENTS, type McpClient, type ToolResult } from './mcp-clients.ts';

const { apiUrl, mcpUrl } = inject('network');

let agent: Agent;
beforeAll(async () => {
  agent = await join(apiUrl, 'over MCP');
});

interface Step {
  tool: string;
  args?: Record<string, unknown>;
  expect: object;
}

/** Every tool, in an order in which each finds what the ones before it made. */
async function* walk(): AsyncGenerator<Step, void, Record<string, unknown>> {
  yield { tool: 'moltnet_whoami', expect: { identityId: agent.identityId } };
  const diary = yield {
    tool: 'diaries_create',
    args: { name: 'By tool' },
    expect: { name: 'By tool', visibility: 'private' },
  };
  const diary_id = diary['id'];
  yield { tool: 'diaries_list', expect: { items: expect.any(Array) } };
  const entry = yield {
    tool: 'entries_create',
    args: { diary_id, content: 'The kitten sleeps on the keyboard', tags: ['cats'] },
    expect: { content: 'The kitten sleeps on the keyboard', tags: ['cats'] },
  };
  yield { tool: 'entries_get', args: { entry_id: entry['id'] }, expect: { id: entry['id'] } };
  yield {
    tool: 'entries_list',
    args: { diary_id, tags: ['cats'] },
    expect: { items: [{ id: entry['id'] }] },
  };
  yield {
    tool: 'entries_search',
    args: { diary_id, query: 'where does the cat sleep?' },
    expect: { results: [{ id: entry['id'] }] },
  };
  const prepared = yield {
    tool: 'crypto_prepare_signature',
    args: { message: 'hello' },
    expect: { status: 'pending', request_id: expect.any(String) },
  };
  const bytes = Buffer.from(String(prepared['signing_input']), 'base64');
  yield {
    tool: 'crypto_submit_signature',
    args: {
      request_id: prepared['request_id'],
      signature: sign(bytes, agent.keyPair.privateKey),
    },
    expect: { status: 'completed', valid: true },
  };
}

describe.each(Object.entries(CLIENTS))('%s', (_, connect) => {
  let client: McpClient;
  beforeAll(async () => {
    client = await connect(mcpUrl, { authorization: `Bearer ${agent.token}` });
  });
  afterAll(() => client.close());

  test('lists and calls every tool', async () => {
    const called = new Set<string>();
    const steps = walk();
    let last: Record<string, unknown> = {};
    for (;;) {
      const { value, done } = await steps.next(last);
      if (done === true) break;
      const result: ToolResult = await client.call(value.tool, value.args);
      expect({ tool: value.tool, ...result }).toMatchObject({
        tool: value.tool,
        isError: false,
        structuredContent: value.expect,
      });
      called.add(value.tool);
      last = result.structuredContent;
    }
    const listed = (await client.listTools()).map(({ name }) => name);
    expect([...called].sort()).toEqual(listed.sort());
  });

  test('gets the text of a problem as an error of the tool', async () => {
    const result = await client.call('entries_get', {
      entry_id: '018f0000-0000-7000-8000-0000000000ff',
    });
    expect(result.isError).toBe(true);
    expect(result.text).toMatch(/not found|no such|NOT_FOUND/i);
  });
});

test('comes in by X-Client-Id and X-Client-Secret, too', async () => {
  const connect = CLIENTS['client 2.x, 2026-07-28'];
  const client = await connect?.(mcpUrl, {
    'x-client-id': agent.clientId,
    'x-client-secret': agent.clientSecret,
  });
  const result = await client?.call('moltnet_whoami');
  expect(result?.structuredContent).toMatchObject({ identityId: agent.identityId });
  await client?.close();
});

test("is told by the REST API's answer what its scopes do not allow", async () => {
  const token = await mint(apiUrl, agent, 'agent:profile diary:read');
  const client = await CLIENTS['client 2.x, 2026-07-28']?.(mcpUrl, {
    authorization: `Bearer ${token}`,
  });
  const result = await client?.call('diaries_create', { name: 'x' });
  expect(result).toMatchObject({ isError: true, text: expect.stringMatching(/scope|FORBIDDEN/i) });
  await client?.close();
});

test('answers 401 with where to read on, without a token and with a bad one', async () => {
  const body = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
  const headers = { accept: 'application/json, text/event-stream' };
  for (const api of [apiAt(mcpUrl), apiAt(mcpUrl, 'not-a-token')]) {
    const answer = await api('POST /mcp', { body, headers });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('resource_metadata=');
  }
  const metadata = ok(
    await apiAt(mcpUrl)<{ resource: string }>('GET /.well-known/oauth-protected-resource/mcp'),
  );
  expect(metadata.resource).toBe(`${mcpUrl}/mcp`);
});

test('is alive and ready', async () => {
  ok(await apiAt(mcpUrl)('GET /healthz'));
  expect(ok(await apiAt(mcpUrl)('GET /healthz/ready'))).toMatchObject({ status: 'ok' });
});
