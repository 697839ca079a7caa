import { describe, expect, it } from 'vitest';
import { createLogger } from './logger.ts';

function capture() {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  return { destination, records: () => lines.map((line) => JSON.parse(line)), lines };
}

describe('createLogger', () => {
  it('prints one JSON object a line with name, level and ISO time', () => {
    const { destination, records } = capture();
    createLogger({ name: 'rest-api', destination }).info({ port: 8080 }, 'listening');
    expect(records()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        pid: process.pid,
        name: 'rest-api',
        port: 8080,
        msg: 'listening',
      },
    ]);
  });

  it.each([
    ['authorization', { headers: { authorization: 'Bearer S3CRET' } }],
    ['a header in any case', { request: { headers: { 'X-Client-Secret': 'S3CRET' } } }],
    ['cookie', { 'set-cookie': ['sid=S3CRET'] }],
    ['clientSecret', { result: { credential: { clientSecret: 'S3CRET' } } }],
    ['access_token inside a list', { tokens: [{ access_token: 'S3CRET' }] }],
    ['ORY_API_KEY', { env: { ORY_API_KEY: 'S3CRET' } }],
    ['privateKey', { privateKey: 'S3CRET' }],
    ['a password in a URL', { url: 'postgres://molt:S3CRET@127.0.0.1:5432/molt' }],
    ['deeper than is printed', { a: { b: { c: { d: { e: { f: { g: 'S3CRET' } } } } } } }],
    [
      'what an HTTP client hangs on its errors',
      {
        err: Object.assign(new Error('502'), { config: { headers: { Authorization: 'S3CRET' } } }),
      },
    ],
    [
      'an error under another name',
      { reason: Object.assign(new Error('x'), { request: 'S3CRET' }) },
    ],
    ['an error message', { err: new Error('connect postgres://molt:S3CRET@db/molt failed') }],
    ['a link in a path', { path: '/shares/mlt_share_S3CRET-S3CRET_x' }],
    ['a cause', { err: new Error('a', { cause: new Error('sent Bearer S3CRETS3CRET') }) }],
  ])('does not print a secret: %s', (_case, fields) => {
    const { destination, lines } = capture();
    createLogger({ name: 'test', destination }).info(fields);
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('S3CRET');
  });

  it('prints a count of tokens, which is no secret', () => {
    const { destination, records } = capture();
    createLogger({ name: 'test', destination }).info({ tokens: 512 });
    expect(records()[0]).toMatchObject({ tokens: 512 });
  });

  it('keeps what tells errors apart: type, message, code, status, cause and stack', () => {
    const { destination, records } = capture();
    const error = Object.assign(new TypeError('no route', { cause: new Error('refused') }), {
      code: 'ECONNREFUSED',
      statusCode: 502,
    });
    createLogger({ name: 'test', destination }).error(error);
    expect(records()[0]).toMatchObject({
      level: 'error',
      msg: 'no route',
      err: {
        type: 'TypeError',
        message: 'no route',
        code: 'ECONNREFUSED',
        status: 502,
        stack: expect.stringContaining('logger.test.ts'),
        cause: { type: 'Error', message: 'refused' },
      },
    });
  });

  it('is silent below its level', () => {
    const { destination, lines } = capture();
    const logger = createLogger({ name: 'test', level: 'warn', destination });
    logger.info('no');
    logger.warn('yes');
    expect(lines).toHaveLength(1);
  });

  it('prints a request in few words when asked to be pretty', () => {
    const { destination, lines } = capture();
    const request = { method: 'GET', path: '/diaries', status: 200, durationMs: 3.1, ip: '::1' };
    createLogger({ name: 'rest-api', pretty: true, destination }).info(request, 'request');
    expect(lines.join('')).toMatch(/ INFO \(rest-api\): GET \/diaries 200 3.1 ms\n$/);
  });

  it('prints readable lines when asked to be pretty', () => {
    const { destination, lines } = capture();
    createLogger({ name: 'rest-api', pretty: true, destination }).info({ port: 8080 }, 'listening');
    expect(lines.join('')).toMatch(
      /^\[\d\d:\d\d:\d\d\] INFO \(rest-api\): listening \{"port":8080\}\n$/,
    );
  });
});
