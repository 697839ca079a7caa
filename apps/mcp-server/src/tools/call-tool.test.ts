import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CallResult, connect, type TestClient } from '../testing/clients.ts';
import { startServer, type TestServer } from '../testing/server.ts';
import { send, startUpstream, type Upstream } from '../testing/upstream.ts';
import { until } from '../testing/until.ts';

let upstream: Upstream;
let server: TestServer;
let client: TestClient;

beforeAll(async () => {
  upstream = await startUpstream();
  server = await startServer(upstream.url);
  client = await connect(server.url, { authorization: `Bearer ${await upstream.mint()}` });
});

beforeEach(() => {
  upstream.received.length = 0;
  upstream.override = undefined;
});

afterAll(async () => {
  await client.close();
  await server.close();
  await upstream.close();
});

function textOf(result: CallResult): string {
  return (result.content as { text: string }[]).map(({ text }) => text).join();
}

const problem = (fields: object) => ({
  type: 'https://themolt.net/problems/x',
  instance: '/agents/whoami',
  ...fields,
});

describe('a failure of the REST API is an isError result', () => {
  test.each<[string, number, object, RegExp]>([
    [
      'with title, code and detail',
      404,
      { title: 'Not found', status: 404, code: 'NOT_FOUND', detail: 'No such diary.' },
      /^Not found \(NOT_FOUND, 404\): No such diary\.\nRequest id: \S+$/,
    ],
    [
      'with each field that is wrong',
      400,
      {
        title: 'Validation failed',
        status: 400,
        code: 'VALIDATION_FAILED',
        detail: 'The body is wrong.',
        errors: [
          { field: 'body.content', message: 'is required' },
          { field: 'body.tags.3', message: 'is too long' },
        ],
      },
      /^Validation failed \(VALIDATION_FAILED, 400\): The body is wrong\.\n- body\.content: is required\n- body\.tags\.3: is too long\nRequest id: \S+$/,
    ],
    [
      'with the time after which to try again',
      429,
      {
        title: 'Rate limit exceeded',
        status: 429,
        code: 'RATE_LIMIT_EXCEEDED',
        detail: 'At most 20 a minute.',
        retryAfter: 12,
      },
      /^Rate limit exceeded \(RATE_LIMIT_EXCEEDED, 429\): At most 20 a minute\.\nTry again in 12 s\.\nRequest id: \S+$/,
    ],
  ])('%s', async (_case, status, fields, text) => {
    upstream.override = (_received, response) => {
      send(response, status, problem(fields));
      return 'handled';
    };
    const result = await client.callTool('moltnet_whoami');
    expect(result.isError).toBe(true);
    expect(textOf(result)).toMatch(text);
  });

  test('when it hangs, in time', async () => {
    upstream.override = () => 'handled';
    const hasty = await startServer(upstream.url, { toolCallMs: 500 });
    const other = await connect(hasty.url, { authorization: `Bearer ${await upstream.mint()}` });
    const result = await other.callTool('moltnet_whoami');
    expect(result.isError).toBe(true);
    expect(textOf(result)).toMatch(/^Service unavailable: the MoltNet API does not answer\./);
    await other.close();
    await hasty.close();
  });

  test('when it is cut off amid its answer', async () => {
    upstream.override = (_received, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"identityId":');
      setImmediate(() => response.destroy());
      return 'handled';
    };
    expect((await client.callTool('moltnet_whoami')).isError).toBe(true);
  });

  test('when something else than the API answers', async () => {
    upstream.override = (_received, response) => {
      response.writeHead(502, { 'content-type': 'text/html' }).end('<html>/srv/secret/path</html>');
      return 'handled';
    };
    const result = await client.callTool('moltnet_whoami');
    expect(result.isError).toBe(true);
    expect(textOf(result)).not.toContain('secret');
  });

  test('when nothing listens, with no address and no stack in it', async () => {
    const lost = await startServer(
      'http://127.0.0.1:9',
      {},
      { oryUrl: upstream.url, issuer: upstream.url },
    );
    const other = await connect(lost.url, { authorization: `Bearer ${await upstream.mint()}` });
    const result = await other.callTool('moltnet_whoami');
    expect(result.isError).toBe(true);
    expect(textOf(result)).toMatch(
      /^Service unavailable: the MoltNet API does not answer\. Try again in a moment\.\nRequest id: \S+$/,
    );
    await other.close();
    await lost.close();
  });
});

test('fifty calls at once are answered, each with its own answer', async () => {
  upstream.override = ({ operation, params }, response) => {
    if (operation !== 'getEntry') return undefined;
    setTimeout(() => send(response, 200, { id: params['id'] }), Math.random() * 50);
    return 'handled';
  };
  const ids = Array.from(
    { length: 50 },
    (_, index) => `018f0000-0000-7000-8000-${String(index).padStart(12, '0')}`,
  );
  const results = await Promise.all(
    ids.map((id) => client.callTool('entries_get', { entry_id: id })),
  );
  expect(results.map(({ structuredContent }) => structuredContent)).toEqual(
    ids.map((id) => ({ id })),
  );
});

test('calls beyond the bound are turned away at once, and later ones are served', async () => {
  const small = await startServer(upstream.url, { concurrentCalls: 3 });
  const other = await connect(small.url, { authorization: `Bearer ${await upstream.mint()}` });
  const held: ServerResponse[] = [];
  upstream.override = (_received, response) => {
    held.push(response);
    return 'handled';
  };
  const running = Array.from({ length: 3 }, () => other.callTool('moltnet_whoami'));
  await until(() => expect(held).toHaveLength(3));
  const refused = await other.callTool('moltnet_whoami');
  expect(refused.isError).toBe(true);
  expect(textOf(refused)).toBe(
    'Service unavailable: too many calls at once. Try again in a moment.',
  );
  upstream.override = undefined;
  for (const response of held) send(response, 200, {});
  await Promise.all(running);
  expect((await other.callTool('moltnet_whoami')).isError ?? false).toBe(false);
  await other.close();
  await small.close();
});
