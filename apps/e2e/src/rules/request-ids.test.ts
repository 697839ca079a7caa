import { readFileSync } from 'node:fs';
import { describe, expect, inject, test } from 'vitest';
import { apiAt } from '../harness/http.ts';
import { expectProblem } from '../harness/problems.ts';
import { until } from '../harness/until.ts';

const { apiUrl, log } = inject('network');
const api = apiAt(apiUrl);
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('X-Request-Id', () => {
  test('is made where there is none, anew for each request', async () => {
    const [first, second] = await Promise.all([api('GET /health'), api('GET /health')]);
    const ids = [first, second].map(({ headers }) => headers.get('x-request-id'));
    for (const id of ids) expect(id).toMatch(UUID);
    expect(ids[0]).not.toBe(ids[1]);
  });

  test.each(['abc', 'trace:1.2_3-4', 'x'.repeat(128)])('%s is kept and echoed', async (id) => {
    const answer = await api('GET /health', { headers: { 'x-request-id': id } });
    expect(answer.headers.get('x-request-id')).toBe(id);
  });

  test.each([
    ['has spaces', 'a b'],
    ['could forge a log line', '{"level":"error"}'],
    ['is longer than 128', 'x'.repeat(129)],
    ['is empty', ''],
  ])('that %s is replaced', async (_, id) => {
    const answer = await api('GET /health', { headers: { 'x-request-id': id } });
    expect(answer.headers.get('x-request-id')).toMatch(UUID);
  });

  test('is in the problem and in the log', async () => {
    const id = `e2e-${Date.now()}`;
    const answer = await api('GET /diaries', { headers: { 'x-request-id': id } });
    expect(expectProblem(answer, 'UNAUTHORIZED').requestId).toBe(id);
    const line = await until('the request is in the log', () =>
      readFileSync(log, 'utf8')
        .split('\n')
        .find((each) => each.includes(`"${id}"`)),
    );
    expect(JSON.parse(line)).toMatchObject({ name: 'rest-api' });
  });
});
