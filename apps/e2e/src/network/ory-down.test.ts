import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { type Answer, apiAt, ok } from '../harness/http.ts';
import { NetworkWithOwnOry } from '../harness/ory.ts';
import { type Person, signUp } from '../harness/people.ts';
import { expectProblem } from '../harness/problems.ts';
import { until } from '../harness/until.ts';
import { registration } from '../operations/cases/credentials.ts';

let own: NetworkWithOwnOry;
let agent: Agent;
let quiet: Agent;
/** A diary of the quiet agent that nobody has read yet: no memory of a permission holds it. */
let unread: string;
/** Somebody whose session the API has not seen yet. */
let person: Person;
beforeAll(async () => {
  own = await NetworkWithOwnOry.start('ory-down');
  agent = await join(own.network.apiUrl, 'busy');
  quiet = await join(own.network.apiUrl, 'quiet');
});
afterAll(() => own.dispose());

/** Longest that an answer may take while Ory gives none, in milliseconds. */
const PATIENCE = 10_000;

function expectUnavailable(answer: Answer): void {
  const { retryAfter } = expectProblem(answer, 'SERVICE_UNAVAILABLE');
  expect(retryAfter).toBeGreaterThan(0);
}

/** What needs Ory for its answer, and the request. */
const NEEDS: [string, () => Promise<Answer>][] = [
  ['reading a diary', () => quiet.api(`GET /diaries/${unread}`)],
  ['listing diaries', () => quiet.api('GET /diaries')],
  ['a person who has just signed in', () => person.api('GET /agents/whoami')],
  ['listing entries', () => quiet.api(`GET /diaries/${unread}/entries`)],
  [
    'writing an entry',
    () => quiet.api(`POST /diaries/${unread}/entries`, { body: { content: 'x' } }),
  ],
  ['changing a diary', () => quiet.api(`PATCH /diaries/${unread}`, { body: { name: 'x' } })],
  [
    'searching a diary',
    () => quiet.api('POST /diaries/search', { body: { query: 'x', diaryId: unread } }),
  ],
  [
    'joining',
    () => {
      const { route, ...request } = registration();
      return apiAt(own.network.apiUrl)(route, request);
    },
  ],
];

describe.each<[string, () => Promise<void>, () => Promise<void>]>([
  ['stopped', () => own.stopOry(), () => own.startOry()],
  [
    'accepting connections and never answering',
    async () => own.proxy.break(() => 'hang'),
    async () => own.proxy.mend(),
  ],
  [
    'answering 500 to everything',
    async () => own.proxy.break(() => 'fail'),
    async () => own.proxy.mend(),
  ],
])('with Ory %s', (_, breakIt, mend) => {
  beforeAll(async () => {
    unread = (await quiet.client.diaries.create({ name: 'unread' })).id;
    person = await signUp({ apiUrl: own.network.apiUrl, oryUrl: own.proxy.url });
    await breakIt();
  });
  afterAll(async () => {
    await mend();
    await recovered();
  }, 60_000);

  test.each(NEEDS)('%s is 503 with Retry-After', async (_, send) => {
    const started = performance.now();
    expectUnavailable(await send());
    expect(performance.now() - started).toBeLessThan(PATIENCE);
  });

  test('what does not need Ory is served', async () => {
    const { apiUrl } = own.network;
    ok(await apiAt(apiUrl)('GET /health'));
    ok(await apiAt(apiUrl)(`GET /agents/${agent.fingerprint}`));
  });

  test('readiness says which component is not well', async () => {
    const answer = await apiAt(own.network.apiUrl)('GET /health/ready');
    expect(answer.status).toBe(503);
    expect(answer.body).toMatchObject({
      status: 'degraded',
      components: { database: { status: 'ok' }, ory: { status: 'error' } },
    });
  });

  test('an agent that was busy is never told that it may not, or that there is nothing', async () => {
    const statuses = new Set<number>();
    await until('the short memory of permissions is over', async () => {
      const { status } = await agent.api(`GET /diaries/${agent.diaryId}`);
      statuses.add(status);
      return status === 503;
    });
    for (const status of statuses) expect([200, 503]).toContain(status);
  });

  test('a diary that is made meanwhile is there when Ory is back', async () => {
    const headers = { 'idempotency-key': `meanwhile-${Math.random()}` };
    const body = { name: 'meanwhile' };
    const answer = await agent.api<{ id: string }>('POST /diaries', { body, headers });
    expect([201, 503]).toContain(answer.status);
    await mend();
    await recovered();
    const { id } = ok(await agent.api<{ id: string }>('POST /diaries', { body, headers }), 201);
    expect([id, undefined]).toContain(answer.body.id);
    const statuses = new Set<number>();
    await until('the diary can be used', async () => {
      const { status } = await agent.api(`GET /diaries/${id}`);
      statuses.add(status);
      return status === 200;
    });
    // Its relation may still be on its way: "not yet" is 503, and never that there is nothing.
    expect([[200], [503, 200]]).toContainEqual([...statuses]);
    await breakIt();
  });
});

describe('with Ory back', () => {
  test.each(NEEDS)('%s works again by itself', async (_, send) => {
    const statuses: number[] = [];
    await until('it works again', async () => {
      statuses.push((await send()).status);
      return statuses.at(-1) !== 503;
    });
    // What Ory missed may still be on its way: "not yet" is 503, and nothing else is said.
    expect(statuses.at(-1)).toBeLessThan(300);
  });
});

/** The API has noticed that Ory is back. */
async function recovered(): Promise<void> {
  await until('the API serves again', async () => {
    const answers = await Promise.all([
      agent.api(`GET /diaries/${agent.diaryId}`),
      quiet.api(`GET /diaries/${quiet.diaryId}/entries`),
    ]);
    return answers.every(({ status }) => status === 200);
  });
}
