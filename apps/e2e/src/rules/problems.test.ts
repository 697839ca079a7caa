import { PROBLEM_BASE_URI, PROBLEMS, type ProblemCode } from '@moltnet/contract';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type Agent, join, mint } from '../harness/agents.ts';
import { type Api, apiAt, ok, type Request } from '../harness/http.ts';
import { expectProblem } from '../harness/problems.ts';

const { apiUrl } = inject('network');
const anyone = apiAt(apiUrl);
const json = { 'content-type': 'application/json' };

let agent: Agent;
let reader: Api;
beforeAll(async () => {
  agent = await join(apiUrl);
  reader = apiAt(apiUrl, await mint(apiUrl, agent, 'diary:read'));
});

type Row = [string, ProblemCode, Parameters<Api>[0], Request];

describe('without a token', () => {
  test.each<Row>([
    ['an unknown path', 'NOT_FOUND', 'GET /nothing/here', {}],
    ['an unknown path with a body', 'NOT_FOUND', 'POST /nothing/here', { body: {} }],
    ['an unknown verb of a known path', 'NOT_FOUND', 'PUT /diaries', { body: {} }],
    ['a path that is no URL', 'NOT_FOUND', 'GET /problems/%zz', {}],
    ['a path with a NUL', 'NOT_FOUND', 'GET /nothing%00here', {}],
    ['an unknown problem', 'NOT_FOUND', 'GET /problems/no-such-problem', {}],
    ['an agent that never joined', 'NOT_FOUND', 'GET /agents/0000-0000-0000-0000', {}],
    [
      'a media type that is not JSON',
      'UNSUPPORTED_MEDIA_TYPE',
      'POST /crypto/verify',
      { raw: '<a/>', headers: { 'content-type': 'application/xml' } },
    ],
    [
      'text that claims nothing',
      'UNSUPPORTED_MEDIA_TYPE',
      'POST /crypto/verify',
      { raw: '{}', headers: { 'content-type': 'text/plain' } },
    ],
    [
      'a form where JSON is wanted',
      'UNSUPPORTED_MEDIA_TYPE',
      'POST /crypto/verify',
      { raw: new URLSearchParams({ signature: 'x' }) },
    ],
    [
      'JSON where a form is wanted',
      'UNSUPPORTED_MEDIA_TYPE',
      'POST /oauth2/token',
      { body: { grant_type: 'client_credentials' } },
    ],
    ['JSON that is none', 'VALIDATION_FAILED', 'POST /crypto/verify', { raw: '{', headers: json }],
    ['an empty body', 'VALIDATION_FAILED', 'POST /crypto/verify', { raw: '', headers: json }],
    ['null', 'VALIDATION_FAILED', 'POST /crypto/verify', { body: null }],
    ['a list', 'VALIDATION_FAILED', 'POST /crypto/verify', { body: [] }],
    [
      'a body that would reach a prototype',
      'VALIDATION_FAILED',
      'POST /crypto/verify',
      { raw: '{"__proto__":{"signature":"x"}}', headers: json },
    ],
    [
      'a body of two megabytes',
      'PAYLOAD_TOO_LARGE',
      'POST /crypto/verify',
      { body: { message: 'x'.repeat(2_000_000) } },
    ],
    [
      'a body nested 100,000 deep',
      'VALIDATION_FAILED',
      'POST /crypto/verify',
      { raw: `${'['.repeat(100_000)}${']'.repeat(100_000)}`, headers: json },
    ],
    ['a route that needs a token', 'UNAUTHORIZED', 'GET /diaries', {}],
  ])('%s is the problem %s', async (_, code, route, request) => {
    expectProblem(await anyone(route, request), code);
  });
});

test('a refused request names its own path, without its query', async () => {
  const { instance } = expectProblem(await anyone('GET /nothing/here?token=x'), 'NOT_FOUND');
  expect(instance).toBe('/nothing/here');
});

describe('the checks come in the order of API.md', () => {
  const invalid = { body: { nonsense: true } };
  const foreign = 'POST /diaries/018f0000-0000-7000-8000-0000000000ff/entries';

  test('authentication before validation', async () => {
    expectProblem(await anyone(foreign, invalid), 'UNAUTHORIZED');
  });
  test('authentication before reading the body', async () => {
    const answer = await anyone(foreign, { raw: '{', headers: json });
    expectProblem(answer, 'UNAUTHORIZED');
  });
  test('validation before scope', async () => {
    expectProblem(await reader(foreign, invalid), 'VALIDATION_FAILED');
  });
  test('scope before permission', async () => {
    expectProblem(await reader(foreign, { body: { content: 'x' } }), 'FORBIDDEN');
  });
  test('permission before the handler', async () => {
    const body = { content: 'x', contentHash: `bafkrei${'a'.repeat(52)}` };
    expectProblem(await agent.api(foreign, { body }), 'NOT_FOUND');
  });
});

describe('the catalogue', () => {
  interface Described {
    type: string;
    code: string;
    slug: string;
    title: string;
    status: number;
    description: string;
  }

  test('lists every problem of the contract', async () => {
    const { items } = ok(await anyone<{ items: Described[] }>('GET /problems'));
    const expected = Object.entries(PROBLEMS).map(([code, problem]) => ({
      code,
      type: `${PROBLEM_BASE_URI}${problem.slug}`,
      ...problem,
    }));
    expect(items).toEqual(expect.arrayContaining(expected));
    expect(items.length).toBe(expected.length);
  });

  test.each(Object.entries(PROBLEMS))('describes %s by its slug', async (code, problem) => {
    expect(ok(await anyone(`GET /problems/${problem.slug}`))).toMatchObject({ code, ...problem });
  });
});
