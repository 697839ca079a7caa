import type { OperationId } from '@moltnet/contract';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { type Answer, apiAt, ok } from '../harness/http.ts';
import { expectProblem } from '../harness/problems.ts';
import { SAMPLES } from './requests.ts';
import { servedOperations } from './served-operations.ts';
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

/**
 * What a stranger gets who sends the owner's own request. An operation that is not here fails the
 * test below: whoever adds a route decides what a stranger sees of it.
 */
const SEEN: Partial<Record<OperationId, (answer: Answer, sender: Agent) => void>> = {
  rotateKey: (answer) => void expectProblem(answer, 'INVALID_SIGNATURE'),
  createEnrollment: (answer) => void expectProblem(answer, 'NOT_FOUND'),
  deleteEnrollment: nothingThere,
  createAgentKey: (answer) =>
    expect(ok(answer, 201)).toMatchObject({ key: { name: 'sample', issuedBy: null } }),
  listAgentKeys: hasNoneOfTheOwners,
  rotateAgentKey: nothingThere,
  revokeAgentKey: nothingThere,
  rotateSecret: (answer, sender) => expect(ok(answer)).toMatchObject({ clientId: sender.clientId }),

  whoAmI: (answer) => expect(answer.body).toMatchObject({ identityId: stranger.identityId }),
  getCryptoIdentity: (answer) =>
    expect(answer.body).toMatchObject({ identityId: stranger.identityId }),

  createSigningRequest: (answer) =>
    expect(ok(answer, 201)).toMatchObject({ agentId: stranger.identityId }),
  listSigningRequests: hasNoneOfTheOwners,
  getSigningRequest: nothingThere,
  submitSignature: nothingThere,

  createDiary: (answer) => expect(ok(answer, 201)).toMatchObject({ teamId: stranger.teamId }),
  listDiaries: hasNoneOfTheOwners,
  getDiary: nothingThere,
  updateDiary: nothingThere,
  deleteDiary: nothingThere,
  listTags: nothingThere,

  createDiaryGrant: nothingThere,
  listDiaryGrants: nothingThere,
  deleteDiaryGrant: nothingThere,

  transferDiary: nothingThere,
  listTransfers: hasNoneOfTheOwners,
  acceptTransfer: (answer) => void expectProblem(answer, 'DIARY_TRANSFER_NOT_FOUND'),
  rejectTransfer: (answer) => void expectProblem(answer, 'DIARY_TRANSFER_NOT_FOUND'),

  searchEntries: nothingThere,
  createEntry: nothingThere,
  createEntries: nothingThere,
  listEntries: nothingThere,
  deleteEntries: (answer) =>
    expect(ok(answer)).toMatchObject({ deleted: [], skipped: [{ reason: 'not_found' }] }),
  getEntry: nothingThere,
  updateEntry: nothingThere,
  deleteEntry: nothingThere,
  verifyEntry: nothingThere,

  createTeam: (answer) => expect(ok(answer, 201)).toMatchObject({ name: 'Sample' }),
  listTeams: (answer) => {
    hasNoneOfTheOwners(answer);
    expect(answer.text).not.toContain(world.teamId);
  },
  getTeam: nothingThere,
  acceptFounding: nothingThere,
  deleteTeam: nothingThere,
  listTeamMembers: nothingThere,
  updateTeamMember: nothingThere,
  removeTeamMember: nothingThere,
  createTeamInvite: nothingThere,
  listTeamInvites: nothingThere,
  deleteTeamInvite: nothingThere,
  createGroup: nothingThere,
  listGroups: nothingThere,
  getGroup: nothingThere,
  deleteGroup: nothingThere,
  addGroupMember: nothingThere,
  listGroupMembers: nothingThere,
  removeGroupMember: nothingThere,
  // Whoever has the code may come in: that is what an invite is.
  joinTeam: (answer) => expect(ok(answer)).toMatchObject({ role: 'member' }),
};

test('every route of the running server that needs a token is decided on above', () => {
  expect(Object.keys(SEEN).sort()).toEqual(guarded.map(({ operationId }) => operationId).sort());
});

describe("a stranger who sends the owner's request", () => {
  test.each(Object.entries(SEEN))('%s', async (operationId, expectSeen) => {
    const { route, sender, ...request } = await SAMPLES[operationId as OperationId](world);
    // What ends its sender's credentials is sent by a stranger who is needed for nothing else.
    const by = sender === undefined ? stranger : await join(network.apiUrl);
    expectSeen(await by.api(route, request), by);
  });

  test.each(Object.entries(SEEN).filter(([, expectSeen]) => expectSeen === nothingThere))(
    '%s: what exists and what does not look the same',
    async (operationId) => {
      const { route, ...request } = await SAMPLES[operationId as OperationId](world);
      const id = new RegExp(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/);
      const body = JSON.stringify(request.body ?? null).replace(id, NOBODYS);
      const absent = {
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
    const { owner, diaryId, entryId, signingRequestId } = world;
    expect(await owner.client.diaries.get(diaryId)).toMatchObject({ name: 'World', revision: 1 });
    expect(await owner.client.entries.get(entryId)).toMatchObject({ importance: 5, revision: 1 });
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

function nothingThere(answer: Answer): void {
  expectProblem(answer, 'NOT_FOUND');
}

function hasNoneOfTheOwners(answer: Answer): void {
  expect(answer.status).toBe(200);
  expect(answer.text).not.toContain(world.owner.identityId);
}

/** A problem without what differs between any two requests. */
function anonymised({ status, body }: Answer): unknown {
  return { status, ...(body as object), instance: '', requestId: '' };
}
