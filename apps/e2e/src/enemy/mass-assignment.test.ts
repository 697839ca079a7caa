import { beforeAll, describe, expect, inject, test } from 'vitest';
import { apiAt } from '../harness/http.ts';
import { expectProblem } from '../harness/problems.ts';
import { CASES } from '../operations/cases/index.ts';
import { makeWorld, type World } from '../operations/world.ts';

const network = inject('network');

let world: World;
beforeAll(async () => {
  world = await makeWorld(network);
});

/** What the server decides, and an enemy would like to. */
const DECIDED_BY_THE_SERVER: Record<string, unknown> = {
  id: '018f0000-0000-7000-8000-0000000000ff',
  identityId: '018f0000-0000-7000-8000-0000000000ff',
  creator: { kind: 'agent' },
  authorId: '018f0000-0000-7000-8000-0000000000ff',
  teamId: '018f0000-0000-7000-8000-0000000000ff',
  scope: 'diary:manage',
  personal: true,
  injectionRisk: false,
  signed: true,
  revision: 7,
  createdAt: '2000-01-01T00:00:00.000Z',
};

interface Document {
  readonly paths: Record<string, Record<string, { operationId: string; requestBody?: Body }>>;
}
interface Body {
  readonly content: Record<string, { schema: { properties?: object } }>;
}

const document = (await apiAt(network.apiUrl)<Document>('GET /openapi.json')).body;
const taking = Object.values(document.paths)
  .flatMap((methods) => Object.values(methods))
  .flatMap(({ operationId, requestBody }) => {
    const schema = requestBody?.content['application/json']?.schema;
    return schema === undefined || operationId.includes('Hook')
      ? []
      : [{ operationId, known: Object.keys(schema.properties ?? {}) }];
  });

test('there are operations that take JSON', () => {
  expect(taking.length).toBeGreaterThan(20);
});

describe.each(taking)('$operationId', ({ operationId, known }) => {
  const { request, seenByStranger } = CASES[operationId as keyof typeof CASES];

  test('lets nobody set what the server decides', async () => {
    const { route, sender = world.owner, body, ...sample } = await request(world);
    const token = seenByStranger === undefined ? undefined : sender.token;
    const foreign = Object.entries(DECIDED_BY_THE_SERVER).filter(([name]) => !known.includes(name));
    const answer = await apiAt(network.apiUrl, token)(route, {
      ...sample,
      body: { ...(body as object), ...Object.fromEntries(foreign) },
    });
    const { errors } = expectProblem(answer, 'VALIDATION_FAILED');
    expect(errors?.map(({ field }) => field)).toEqual(
      expect.arrayContaining(foreign.map(([name]) => `body.${name}`)),
    );
  });

  test.each(['__proto__', 'constructor'])('takes no %s', async (name) => {
    const { route, sender = world.owner, body, headers } = await request(world);
    const token = seenByStranger === undefined ? undefined : sender.token;
    const inner = JSON.stringify(body ?? {}).slice(1, -1);
    const polluted = `{"${name}":{"prototype":{"isAdmin":true}}${inner && `,${inner}`}}`;
    const answer = await apiAt(network.apiUrl, token)(route, {
      raw: polluted,
      headers: { ...headers, 'content-type': 'application/json' },
    });
    expectProblem(answer, 'VALIDATION_FAILED');
  });
});
