import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { type Answer, inOrder, problem } from '../test/api-server.ts';
import { serve } from '../test/serve.ts';
import { createMoltNetClient, MoltNetConnectionError, MoltNetProblem } from './index.ts';

const ID = '019abcde-0000-7000-8000-000000000001';
const ok: Answer = { body: { done: true } };

async function failure(call: Promise<unknown>): Promise<unknown> {
  try {
    return expect.fail(`answered ${JSON.stringify(await call)}`);
  } catch (error) {
    return error;
  }
}

describe('a problem', () => {
  test('is an error with everything that it said', async () => {
    const errors = [{ field: 'body.name', message: 'is too long' }];
    const answer = problem(400, 'VALIDATION_FAILED', { errors });
    const { client } = await serve(() => answer);
    const error = await failure(client.diaries.create({ name: 'x' }));
    expect(error).toBeInstanceOf(MoltNetProblem);
    expect(error).toMatchObject({
      message: 'because VALIDATION_FAILED',
      status: 400,
      code: 'VALIDATION_FAILED',
      title: 'VALIDATION_FAILED',
      detail: 'because VALIDATION_FAILED',
      errors,
      retryAfter: undefined,
      requestId: 'req-1',
    });
  });

  test('of something in between is one too', async () => {
    const { client } = await serve(() => ({ status: 502, body: '<h1>Bad Gateway</h1>' }));
    expect(await failure(client.health())).toMatchObject({
      name: 'MoltNetProblem',
      status: 502,
      code: 'UNKNOWN',
      detail: 'HTTP 502',
      errors: [],
    });
  });

  test('is not repeated when repeating would not help', async () => {
    const { client, seen } = await serve(() => problem(404, 'NOT_FOUND'));
    await failure(client.entries.get(ID));
    expect(seen).toHaveLength(1);
  });
});

describe('a server that is busy', () => {
  const busy = problem(503, 'SERVICE_UNAVAILABLE');

  test.each([
    ['a GET', (c: ReturnType<typeof createMoltNetClient>) => c.whoami()],
    ['a search', (c: ReturnType<typeof createMoltNetClient>) => c.entries.search({ query: 'q' })],
    ['a create', (c: ReturnType<typeof createMoltNetClient>) => c.diaries.create({ name: 'n' })],
    ['a delete', (c: ReturnType<typeof createMoltNetClient>) => c.entries.deleteMany([ID])],
  ])('is asked again for %s', async (_, call) => {
    const { client, seen } = await serve(inOrder(busy, ok));
    expect(await call(client)).toEqual({ done: true });
    expect(seen).toHaveLength(2);
    expect(seen[1]?.headers['idempotency-key']).toBe(seen[0]?.headers['idempotency-key']);
    expect(seen[1]?.body).toBe(seen[0]?.body);
  });

  test.each([
    [
      'a change',
      (c: ReturnType<typeof createMoltNetClient>) => c.diaries.update(ID, { name: 'n' }),
    ],
    [
      'a submitted signature',
      (c: ReturnType<typeof createMoltNetClient>) =>
        c.crypto.submitSignature(ID, { signature: 's' }),
    ],
  ])('is not asked again for %s, which could be done twice', async (_, call) => {
    const { client, seen } = await serve(inOrder(busy, ok));
    expect(await failure(call(client))).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(seen).toHaveLength(1);
  });

  test('with the same create, which came before, is asked for its result', async () => {
    const running = problem(409, 'CONFLICT');
    const later = { ...running, headers: { ...running.headers, 'retry-after': '0' } };
    const { client, seen } = await serve(inOrder(later, ok));
    expect(await client.entries.create(ID, { content: 'c' })).toEqual({ done: true });
    expect(seen).toHaveLength(2);
  });

  test('is not meant by a conflict that will not pass', async () => {
    const { client, seen } = await serve(() => problem(409, 'CONFLICT'));
    expect(await failure(client.entries.create(ID, { content: 'c' }))).toMatchObject({
      code: 'CONFLICT',
    });
    expect(seen).toHaveLength(1);
  });

  test('is given up after three attempts', async () => {
    const { client, seen } = await serve(() => busy);
    expect(await failure(client.whoami())).toMatchObject({ status: 503 });
    expect(seen).toHaveLength(3);
  });

  test('is waited for as long as Retry-After says', async () => {
    const limited = problem(429, 'RATE_LIMIT_EXCEEDED');
    const later = { ...limited, headers: { ...limited.headers, 'retry-after': '1' } };
    const { client } = await serve(inOrder(later, ok));
    const started = performance.now();
    await client.whoami();
    expect(performance.now() - started).toBeGreaterThanOrEqual(990);
  });

  test('is not waited for when it asks for too long', async () => {
    const limited = problem(429, 'RATE_LIMIT_EXCEEDED');
    const later = { ...limited, headers: { ...limited.headers, 'retry-after': '60' } };
    const { client, seen } = await serve(() => later);
    expect(await failure(client.whoami())).toMatchObject({ status: 429, retryAfter: 60 });
    expect(seen).toHaveLength(1);
  });
});

describe('the line', () => {
  test('broken in the middle is mended by asking again', async () => {
    let requests = 0;
    const { client, seen } = await serve((_, raw) => {
      if (++requests > 1) return ok;
      raw.destroy();
      return undefined;
    });
    expect(await client.entries.create(ID, { content: 'c' })).toEqual({ done: true });
    expect(seen[1]?.headers['idempotency-key']).toBe(seen[0]?.headers['idempotency-key']);
  });

  test('broken under a change is reported, not repeated', async () => {
    const { client, seen } = await serve((_, raw) => {
      raw.destroy();
      return undefined;
    });
    const error = await failure(client.entries.update(ID, { importance: 3 }));
    expect(error).toBeInstanceOf(MoltNetConnectionError);
    expect(seen).toHaveLength(1);
  });

  test('to where nothing listens is an error that names it', async () => {
    const baseUrl = await closedPort();
    const error = await failure(createMoltNetClient({ baseUrl }).health());
    expect(error).toBeInstanceOf(MoltNetConnectionError);
    expect(String(error)).toContain(`cannot reach ${baseUrl}: connect ECONNREFUSED`);
  });

  test('silent for too long is given up at once, not asked again', async () => {
    const { client, seen, url } = await serve(() => undefined, 150);
    const error = await failure(client.health());
    expect(error).toMatchObject({ name: 'MoltNetConnectionError', timedOut: true });
    expect(String(error)).toContain(`${url} did not answer within 0.15 s`);
    expect(seen).toHaveLength(1);
  });

  test('silent in the middle of the answer is given up too', async () => {
    const { client } = await serve((_, raw) => {
      raw.writeHead(200, { 'content-type': 'application/json' });
      raw.write('{"done":');
      return undefined;
    }, 150);
    expect(await failure(client.health())).toMatchObject({ timedOut: true });
  });

  test('given up by the caller ends with the reason of the caller', async () => {
    const stop = new AbortController();
    const { client } = await serve(() => {
      stop.abort(new Error('enough'));
      return undefined;
    });
    expect(await failure(client.health({ signal: stop.signal }))).toMatchObject({
      message: 'enough',
    });
  });

  test('given up by the caller while waiting ends the waiting', async () => {
    const stop = new AbortController();
    const { client, seen } = await serve(() => {
      setImmediate(() => stop.abort(new Error('enough')));
      return { ...problem(503, 'SERVICE_UNAVAILABLE'), headers: { 'retry-after': '9' } };
    });
    expect(await failure(client.health({ signal: stop.signal }))).toMatchObject({
      message: 'enough',
    });
    expect(seen).toHaveLength(1);
  });
});

test('an answer that is no JSON is not taken for one', async () => {
  const { client } = await serve(() => ({ body: '<html>' }));
  expect(await failure(client.health())).toMatchObject({
    name: 'MoltNetConnectionError',
    message: expect.stringContaining('is it a MoltNet API?'),
  });
});

test('a redirect is not followed', async () => {
  const other = await serve(() => ok);
  const { client } = await serve(() => ({ status: 307, headers: { location: other.url } }));
  expect(await failure(client.whoami())).toBeInstanceOf(MoltNetConnectionError);
  expect(other.seen).toEqual([]);
});

async function closedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}
