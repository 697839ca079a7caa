import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { type Answer, apiAt, ok } from '../harness/http.ts';
import { expectProblem } from '../harness/problems.ts';
import { CASES } from './cases/index.ts';
import { servedOperations } from './served-operations.ts';
import { nothingThere } from './strangers-view.ts';
import { makeWorld, type World } from './world.ts';

const network = inject('network');
const guarded = (await servedOperations(network.apiUrl)).filter(({ kind }) => kind === 'guarded');
const NOBODYS = '018f0000-0000-7000-8000-0000000000ff';

let world: World;
let stranger: Agent;
beforeAll(async () => {
  world = await makeWorld(network);
  stranger = await join(network.apiUrl, 'stranger');
});

const decided = Object.entries(CASES).flatMap(([operationId, { request, seenByStranger }]) =>
  seenByStranger === undefined ? [] : [{ operationId, request, seenByStranger }],
);

test('of every route of the running server that needs a token its case says what a stranger sees', () => {
  expect(decided.map(({ operationId }) => operationId).sort()).toEqual(
    guarded.map(({ operationId }) => operationId).sort(),
  );
});

describe("a stranger who sends the owner's request", () => {
  test.each(decided)('$operationId', async ({ request: sample, seenByStranger: expectSeen }) => {
    const { route, sender, ...request } = await sample(world);
    // What ends its sender's credentials is sent by a stranger who is needed for nothing else.
    const by = sender === undefined ? stranger : await join(network.apiUrl);
    expectSeen(await by.api(route, request), by, world);
  });

  test.each(decided.filter(({ seenByStranger }) => seenByStranger === nothingThere))(
    '$operationId: what exists and what does not look the same',
    async ({ request: sample }) => {
      const { route, ...request } = await sample(world);
      const id = new RegExp(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/);
      const body = JSON.stringify(request.body ?? null).replace(id, NOBODYS);
      const absent = {
        ...request,
        route: route.replace(id, NOBODYS) as typeof route,
        ...(request.body !== undefined && { body: JSON.parse(body) as unknown }),
      };
      const [exists, doesNot] = await Promise.all([
        stranger.api(route, request),
        stranger.api(absent.route, absent),
      ]);
      expect(anonymised(exists)).toEqual(anonymised(doesNot));
    },
  );

  test('changes nothing', async () => {
    const { owner, diaryId, entryId, packId, signingRequestId } = world;
    expect(await owner.client.diaries.get(diaryId)).toMatchObject({ name: 'World', revision: 1 });
    expect(await owner.client.entries.get(entryId)).toMatchObject({ importance: 5, revision: 1 });
    expect(await owner.client.packs.get(packId)).toMatchObject({ pinned: false, revision: 1 });
    expect((await owner.client.teams.get(world.teamId)).members).toHaveLength(2);
    expect((await owner.client.entries.list(diaryId)).items.map(({ id }) => id)).toContain(entryId);
    const request = await owner.client.crypto.getSigningRequest(signingRequestId);
    expect(request.status).toBe('pending');
  });
});

describe("a stranger who names the owner's team", () => {
  test('cannot put a diary into it', async () => {
    const headers = { 'x-moltnet-team-id': world.owner.teamId };
    const answer = await stranger.api('POST /diaries', { body: { name: 'Mine' }, headers });
    expectProblem(answer, 'NOT_FOUND');
  });

  test('sees none of its diaries', async () => {
    const headers = { 'x-moltnet-team-id': world.owner.teamId };
    expect(ok(await stranger.api('GET /diaries', { headers }))).toMatchObject({ items: [] });
  });
});

test('a search without a diary finds nothing of anybody else', async () => {
  const found = await stranger.client.entries.search({ query: 'in the world' });
  expect(found.results).toEqual([]);
});

test("another's completed signing request signs no entry", async () => {
  const { owner } = world;
  const { id, signingInput } = await owner.client.crypto.createSigningRequest({
    message: 'bafkreiab4otmndlmlx4rjrgyttzmccbuqkzxbdyt6d3tewzsotwjw7fuie',
  });
  const { sign } = await import('@moltnet/crypto');
  const signature = sign(Buffer.from(signingInput, 'base64'), owner.keyPair.privateKey);
  await owner.client.crypto.submitSignature(id, { signature });
  const entry = { content: 'test', entryType: 'episodic', signingRequestId: id };
  const answer = await stranger.api(`POST /diaries/${stranger.diaryId}/entries`, { body: entry });
  const details = expectProblem(answer, 'VALIDATION_FAILED');
  expect(details.errors).toMatchObject([{ field: 'body.signingRequestId' }]);
});

test('a verb that a path does not know is not there, with a token or without', async () => {
  for (const api of [apiAt(network.apiUrl), world.owner.api]) {
    expectProblem(await api(`PUT /entries/${world.entryId}`, { body: {} }), 'NOT_FOUND');
  }
});

/** A problem without what differs between any two requests. */
function anonymised({ status, body }: Answer): unknown {
  return { status, ...(body as object), instance: '', requestId: '' };
}
