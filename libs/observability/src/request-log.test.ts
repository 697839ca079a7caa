import Fastify from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from './logger.ts';
import { requestLog, serverLogging } from './request-log.ts';

let lines: string[];
let app: Awaited<ReturnType<typeof start>>;

async function start() {
  const destination = { write: (line: string) => void lines.push(line) };
  const server = Fastify(serverLogging(createLogger({ name: 'test', destination })));
  await server.register(requestLog);
  server.get('/entries/:id', async (request) => {
    request.log.info('inside');
    return { id: request.id };
  });
  server.get('/health', async () => ({ status: 'ok' }));
  server.get('/broken', async () => {
    throw Object.assign(new Error('upstream'), {
      config: { headers: { authorization: 'S3CRET' } },
    });
  });
  return server;
}

beforeEach(async () => {
  lines = [];
  app = await start();
});

afterEach(async () => {
  await app.close();
});

const records = () => lines.map((line) => JSON.parse(line));

describe('requestLog', () => {
  it('accepts the id of the caller, echoes it and binds it to every line', async () => {
    const headers = { 'x-request-id': 'job-7:retry.2' };
    const response = await app.inject({ url: '/entries/1', headers });
    expect(response.headers['x-request-id']).toBe('job-7:retry.2');
    expect(response.json()).toEqual({ id: 'job-7:retry.2' });
    expect(records().map((record) => [record.msg, record.requestId])).toEqual([
      ['inside', 'job-7:retry.2'],
      ['request', 'job-7:retry.2'],
    ]);
  });

  it.each([
    ['none', undefined],
    ['empty', ''],
    ['a line break', 'a\nb'],
    ['a space', 'a b'],
    ['too long', 'x'.repeat(129)],
    ['not ASCII', 'é'],
  ])('makes an id where the caller sends %s', async (_case, id) => {
    const headers = id === undefined ? {} : { 'x-request-id': id };
    const response = await app.inject({ url: '/entries/1', headers });
    expect(response.headers['x-request-id']).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  });

  it('writes one line a request: method, path, route, status, duration, and no query', async () => {
    await app.inject({ url: '/entries/1?code=S3CRET' });
    expect(lines.join('')).not.toContain('S3CRET');
    expect(records().at(-1)).toMatchObject({
      level: 'info',
      method: 'GET',
      path: '/entries/1',
      route: '/entries/:id',
      status: 200,
      durationMs: expect.any(Number),
      ip: '127.0.0.1',
      msg: 'request',
    });
    expect(records().at(-1)).not.toHaveProperty('aborted');
    expect(records().at(-1)).not.toHaveProperty('via');
  });

  it('names for whom a request is, and through whom it came', async () => {
    const destination = { write: (line: string) => void lines.push(line) };
    const server = Fastify(serverLogging(createLogger({ name: 'test', destination })));
    await server.register(requestLog, { clientAddress: () => '198.51.100.1' });
    await server.inject({ url: '/' });
    await server.close();
    expect(records().at(-1)).toMatchObject({ ip: '198.51.100.1', via: '127.0.0.1' });
  });

  it('says nothing of a healthy probe', async () => {
    await app.inject({ url: '/health' });
    expect(lines).toEqual([]);
  });

  it('writes its line for an unknown path too, echoing the id', async () => {
    const response = await app.inject({
      url: '/nowhere?token=S3CRET',
      headers: { 'x-request-id': 'a1' },
    });
    expect(response.headers['x-request-id']).toBe('a1');
    expect(lines.join('')).not.toContain('S3CRET');
    expect(records().at(-1)).toMatchObject({ path: '/nowhere', status: 404, requestId: 'a1' });
  });

  it('logs a failed request as an error without what hangs on it', async () => {
    await app.inject({ url: '/broken' });
    expect(lines.join('')).not.toContain('S3CRET');
    expect(records().at(-1)).toMatchObject({ level: 'error', path: '/broken', status: 500 });
  });
});
