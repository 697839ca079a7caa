import { request } from 'node:http';
import { once } from 'node:events';
import { AGENT_SCOPES, type OperationId } from '@moltnet/contract';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type Agent, join, mint } from '../harness/agents.ts';
import { apiAt } from '../harness/http.ts';
import { expectProblem } from '../harness/problems.ts';
import { forgedTokens } from './forged-tokens.ts';
import { CASES } from './cases/index.ts';
import { type ServedOperation, servedOperations } from './served-operations.ts';
import { makeWorld, type World } from './world.ts';

const network = inject('network');
const served = await servedOperations(network.apiUrl);
const rows = (kind: ServedOperation['kind']): [OperationId, ServedOperation][] =>
  served
    .filter((operation) => operation.kind === kind)
    .map((operation) => [operation.operationId as OperationId, operation]);

let world: World;
let forged: Record<string, string>;
beforeAll(async () => {
  world = await makeWorld(network);
  forged = await forgedTokens(network, world.owner.token);
});

describe.each(rows('guarded'))('%s', (operationId, { scopes }) => {
  test('refuses a request without a token', async () => {
    const { route, ...sample } = await CASES[operationId].request(world);
    const answer = await apiAt(network.apiUrl)(route, sample);
    expectProblem(answer, 'UNAUTHORIZED');
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer\b/);
  });

  test('refuses every forged token', async () => {
    const { route, ...sample } = await CASES[operationId].request(world);
    const accepted: string[] = [];
    for (const [fault, token] of Object.entries(forged)) {
      const answer = await apiAt(network.apiUrl, token)(route, sample);
      if (answer.status !== 401) accepted.push(`${fault}: ${answer.status}`);
      else expectProblem(answer, 'UNAUTHORIZED');
    }
    expect(accepted).toEqual([]);
  });

  test('refuses two Authorization headers', async () => {
    const { route } = await CASES[operationId].request(world);
    const bearer = `Bearer ${world.owner.token}`;
    expect(await statusWith(route, ['Authorization', bearer, 'Authorization', bearer])).toBe(401);
  });

  test(`refuses a token with every scope but ${scopes.join(' ')}`, async () => {
    const { route, sender = world.owner, ...sample } = await CASES[operationId].request(world);
    for (const scope of scopes) {
      const token = await tokenWithout(sender, scope);
      expectProblem(await apiAt(network.apiUrl, token)(route, sample), 'FORBIDDEN');
    }
  });

  test(`is served to a token with ${scopes.join(' ')} alone`, async () => {
    const { route, sender = world.owner, ...sample } = await CASES[operationId].request(world);
    const token = await mint(network.apiUrl, sender, scopes.join(' '));
    const { status, text } = await apiAt(network.apiUrl, token)(route, sample);
    expect({ status, text }).toMatchObject({ status: expect.toSatisfy((code) => code < 300) });
  });
});

describe.each(rows('webhook'))('%s', (operationId) => {
  test.each<[string, (world: World) => Record<string, string>]>([
    ['no key', () => ({})],
    ['an empty key', () => ({ 'x-ory-api-key': '' })],
    ['another key', ({ webhookKey }) => ({ 'x-ory-api-key': webhookKey.replace(/.$/, '!') })],
    ['a longer key', ({ webhookKey }) => ({ 'x-ory-api-key': `${webhookKey}x` })],
    ["an agent's token", ({ owner }) => ({ authorization: `Bearer ${owner.token}` })],
  ])('refuses %s', async (_, headers) => {
    const { route, body } = await CASES[operationId].request(world);
    const answer = await apiAt(network.apiUrl)(route, { body, headers: headers(world) });
    expectProblem(answer, 'UNAUTHORIZED');
  });
});

test('the token hook refuses an agent that it does not know', async () => {
  const { route, headers } = await CASES.hydraTokenHook.request(world);
  const body = { session: {}, request: { client_id: 'nobody' } };
  const answer = await apiAt(network.apiUrl)(route, { body, headers: headers ?? {} });
  expectProblem(answer, 'FORBIDDEN');
});

test.each([
  ['another scheme', (agent: Agent) => `Basic ${btoa(`${agent.clientId}:${agent.clientSecret}`)}`],
  ['no scheme', (agent: Agent) => agent.token],
  ['a comma list', (agent: Agent) => `Bearer ${agent.token}, Bearer ${agent.token}`],
  ['an empty token', () => 'Bearer '],
  ['20 KB', () => `Bearer ${'a'.repeat(12_000)}`],
])('an Authorization header with %s is refused', async (_, header) => {
  const headers = { authorization: header(world.owner) };
  const answer = await apiAt(network.apiUrl)('GET /agents/whoami', { headers });
  expectProblem(answer, 'UNAUTHORIZED');
});

test('a client secret that is wrong mints nothing, and says no more than that', async () => {
  const answers = await Promise.all(
    [world.owner.clientId, '018f0000-0000-7000-8000-000000000000'].map((clientId) =>
      apiAt(network.apiUrl)<{ error: string }>('POST /oauth2/token', {
        raw: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: clientId,
          client_secret: 'wrong',
        }),
      }),
    ),
  );
  for (const { status, body } of answers) {
    expect({ status, error: body.error }).toEqual({ status: 401, error: 'invalid_client' });
  }
  expect(answers[0]?.body).toEqual(answers[1]?.body);
});

test('a token cannot be minted with a scope that the client does not have', async () => {
  const { clientId, clientSecret } = await join(network.apiUrl);
  const answer = await apiAt(network.apiUrl)<{ error: string }>('POST /oauth2/token', {
    raw: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: 'human:profile',
    }),
  });
  expect({ status: answer.status, error: answer.body.error }).toEqual({
    status: 400,
    error: 'invalid_scope',
  });
});

const narrowed = new Map<string, Promise<string>>();

function tokenWithout(agent: Agent, scope: string): Promise<string> {
  const others = AGENT_SCOPES.filter((each) => each !== scope).join(' ');
  const key = `${agent.clientId} ${scope}`;
  const token = narrowed.get(key) ?? mint(network.apiUrl, agent, others);
  narrowed.set(key, token);
  return token;
}

/** `fetch` would join headers of the same name; this sends them as they are. */
async function statusWith(route: string, headers: string[]): Promise<number> {
  const [method = '', path = ''] = route.split(' ');
  const all = ['Host', new URL(network.apiUrl).host, ...headers];
  const outgoing = request(`${network.apiUrl}${path}`, { method, headers: all });
  outgoing.end();
  const [response] = await once(outgoing, 'response');
  response.resume();
  return response.statusCode as number;
}
