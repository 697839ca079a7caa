import type { OperationId, RecoveryChallenge } from '@moltnet/contract';
import {
  enrollmentMessage,
  generateKeyPair,
  generateNonce,
  keyRotationMessage,
  registrationMessage,
  sign,
} from '@moltnet/crypto';
import { type Agent, join } from '../harness/agents.ts';
import { type Api, apiAt, type Request } from '../harness/http.ts';
import { rememberSecret } from '../harness/run.ts';
import { inject } from 'vitest';
import { befriend, type World } from './world.ts';

/** A request that its operation answers with success, sent by the owner of the world. */
export interface Sample extends Request {
  readonly route: Parameters<Api>[0];
  /** Who sends it in the owner's place, where the request ends its sender's credentials. */
  readonly sender?: Agent;
}

/** One sample of every operation; what it changes for good it makes first. */
export const SAMPLES: Record<OperationId, (world: World) => Sample | Promise<Sample>> = {
  getHealth: () => ({ route: 'GET /health' }),
  getReadiness: () => ({ route: 'GET /health/ready' }),
  getDiscovery: () => ({ route: 'GET /.well-known/moltnet.json' }),
  getLlmsText: () => ({ route: 'GET /llms.txt' }),
  getOpenApi: () => ({ route: 'GET /openapi.json' }),
  listProblems: () => ({ route: 'GET /problems' }),
  getProblem: () => ({ route: 'GET /problems/not-found' }),

  register: () => registration(),
  rotateSecret: async ({ network }) => ({
    route: 'POST /auth/rotate-secret',
    sender: await join(network.apiUrl),
  }),
  createAgentKey: () => ({
    route: 'POST /agent-keys',
    // The scope that the route itself needs: a narrower token may give no other.
    body: { name: 'sample', scopes: ['key:manage'], ttlDays: 1 },
  }),
  listAgentKeys: () => ({ route: 'GET /agent-keys' }),
  rotateAgentKey: async (world) => ({ route: `POST /agent-keys/${await keyToGo(world)}/rotate` }),
  revokeAgentKey: async (world) => ({ route: `POST /agent-keys/${await keyToGo(world)}/revoke` }),
  createRecoveryChallenge: ({ owner }) => ({
    route: 'POST /recovery/challenge',
    body: { publicKey: owner.keyPair.publicKey },
  }),
  verifyRecovery: async ({ network }) => {
    const { keyPair } = await join(network.apiUrl);
    const { publicKey, privateKey } = keyPair;
    const asked = await apiAt(network.apiUrl)<RecoveryChallenge>('POST /recovery/challenge', {
      body: { publicKey },
    });
    const signature = sign(Buffer.from(asked.body.challenge), privateKey);
    return { route: 'POST /recovery/verify', body: { ...asked.body, publicKey, signature } };
  },
  enroll: async ({ owner, teamId }) => {
    const { token } = await owner.client.enrollments.create(teamId);
    const { publicKey, privateKey } = generateKeyPair();
    rememberSecret(inject('run'), privateKey);
    const statement = { nonce: generateNonce(32), publicKey, credentialType: 'oauth2' as const };
    const proof = sign(enrollmentMessage({ ...statement, token }), privateKey);
    return {
      route: 'POST /auth/enroll',
      headers: { 'idempotency-key': statement.nonce },
      body: { publicKey, proof, credentialType: 'oauth2', token },
    };
  },
  createEnrollment: ({ teamId }) => ({
    route: 'POST /agent-enrollments',
    headers: { 'x-moltnet-team-id': teamId },
    body: {},
  }),
  deleteEnrollment: async ({ owner, teamId }) => {
    const { id, token } = await owner.client.enrollments.create(teamId);
    rememberSecret(inject('run'), token);
    return { route: `DELETE /agent-enrollments/${id}` };
  },
  rotateKey: async ({ network }) => {
    const sender = await join(network.apiUrl);
    const { publicKey: newPublicKey, privateKey } = generateKeyPair();
    rememberSecret(inject('run'), privateKey);
    const { identityId, keyPair } = sender;
    const oldPublicKey = keyPair.publicKey;
    const message = keyRotationMessage({ identityId, oldPublicKey, newPublicKey });
    const oldProof = sign(message, keyPair.privateKey);
    const newProof = sign(message, privateKey);
    return { route: 'POST /auth/keys/rotate', sender, body: { newPublicKey, oldProof, newProof } };
  },
  createToken: ({ owner }) => ({
    route: 'POST /oauth2/token',
    raw: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: owner.clientId,
      client_secret: owner.clientSecret,
    }),
  }),
  whoAmI: () => ({ route: 'GET /agents/whoami' }),
  getAgent: ({ owner }) => ({ route: `GET /agents/${owner.fingerprint}` }),

  verifyAgentSignature: ({ owner }) => ({
    route: `POST /agents/${owner.fingerprint}/verify`,
    body: { message: 'hi', signature: sign(Buffer.from('hi'), owner.keyPair.privateKey) },
  }),
  verifySignature: ({ owner }) => ({
    route: 'POST /crypto/verify',
    body: {
      message: 'hi',
      signature: sign(Buffer.from('hi'), owner.keyPair.privateKey),
      publicKey: owner.keyPair.publicKey,
    },
  }),
  getCryptoIdentity: () => ({ route: 'GET /crypto/identity' }),
  createSigningRequest: () => ({
    route: 'POST /crypto/signing-requests',
    body: { message: 'hello' },
  }),
  listSigningRequests: () => ({ route: 'GET /crypto/signing-requests?status=pending' }),
  getSigningRequest: ({ signingRequestId }) => ({
    route: `GET /crypto/signing-requests/${signingRequestId}`,
  }),
  submitSignature: async ({ owner }) => {
    const message = 'to be signed';
    const { id, signingInput } = await owner.client.crypto.createSigningRequest({ message });
    const signature = sign(Buffer.from(signingInput, 'base64'), owner.keyPair.privateKey);
    return { route: `POST /crypto/signing-requests/${id}/sign`, body: { signature } };
  },

  createDiary: () => ({ route: 'POST /diaries', body: { name: 'Sample' } }),
  listDiaries: () => ({ route: 'GET /diaries' }),
  getDiary: ({ diaryId }) => ({ route: `GET /diaries/${diaryId}` }),
  updateDiary: ({ diaryId }) => ({ route: `PATCH /diaries/${diaryId}`, body: { name: 'World 2' } }),
  deleteDiary: async ({ owner }) => {
    const { id } = await owner.client.diaries.create({ name: 'To go' });
    return { route: `DELETE /diaries/${id}` };
  },
  listTags: ({ diaryId }) => ({ route: `GET /diaries/${diaryId}/tags` }),

  createDiaryGrant: ({ diaryId, friend }) => ({
    route: `POST /diaries/${diaryId}/grants`,
    body: { subjectId: friend.identityId, subjectNs: 'Agent', role: 'reader' },
  }),
  listDiaryGrants: ({ diaryId }) => ({ route: `GET /diaries/${diaryId}/grants` }),
  deleteDiaryGrant: async ({ owner, diaryId }) => {
    const grant = { subjectId: owner.identityId, subjectNs: 'Agent', role: 'writer' } as const;
    await owner.client.diaries.grants.create(diaryId, grant);
    return { route: `DELETE /diaries/${diaryId}/grants`, body: grant };
  },

  transferDiary: async ({ owner, friend }) => {
    const { id } = await owner.client.diaries.create({ name: 'To give away' });
    const team = await friend.client.teams.create({ name: 'Takes over' });
    return { route: `POST /diaries/${id}/transfer`, body: { destinationTeamId: team.id } };
  },
  listTransfers: () => ({ route: 'GET /transfers' }),
  acceptTransfer: async (world) => ({ route: `POST /transfers/${await offered(world)}/accept` }),
  rejectTransfer: async (world) => ({ route: `POST /transfers/${await offered(world)}/reject` }),

  searchEntries: ({ diaryId }) => ({
    route: 'POST /diaries/search',
    body: { query: 'world', diaryId },
  }),
  createEntry: ({ diaryId }) => ({
    route: `POST /diaries/${diaryId}/entries`,
    body: { content: 'sample' },
  }),
  createEntries: ({ diaryId }) => ({
    route: `POST /diaries/${diaryId}/entries/batch`,
    body: { entries: [{ content: 'first of a batch' }, { content: 'second of a batch' }] },
  }),
  listEntries: ({ diaryId }) => ({ route: `GET /diaries/${diaryId}/entries` }),
  deleteEntries: async (world) => ({ route: `DELETE /entries?ids=${await entryToGo(world)}` }),
  getEntry: ({ entryId }) => ({ route: `GET /entries/${entryId}` }),
  updateEntry: ({ entryId }) => ({ route: `PATCH /entries/${entryId}`, body: { importance: 7 } }),
  deleteEntry: async (world) => ({ route: `DELETE /entries/${await entryToGo(world)}` }),
  verifyEntry: ({ entryId }) => ({ route: `GET /entries/${entryId}/verify` }),

  createTeam: () => ({ route: 'POST /teams', body: { name: 'Sample' } }),
  acceptFounding: async ({ owner, friend }) => {
    const founder = { subjectId: owner.identityId, subjectNs: 'Agent', role: 'member' } as const;
    const founding = { name: 'Together', foundingMembers: [founder] };
    const { id } = await friend.client.teams.create(founding);
    return { route: `POST /teams/${id}/accept` };
  },
  listTeams: () => ({ route: 'GET /teams' }),
  getTeam: ({ teamId }) => ({ route: `GET /teams/${teamId}` }),
  deleteTeam: async ({ owner }) => {
    const { id } = await owner.client.teams.create({ name: 'To go' });
    return { route: `DELETE /teams/${id}` };
  },
  listTeamMembers: ({ teamId }) => ({ route: `GET /teams/${teamId}/members` }),
  updateTeamMember: ({ teamId, friend }) => ({
    route: `PATCH /teams/${teamId}/members/${friend.identityId}`,
    body: { role: 'member' },
  }),
  removeTeamMember: async (world) => {
    const { id } = await world.owner.client.teams.create({ name: 'Without friends' });
    await befriend(world, id);
    return { route: `DELETE /teams/${id}/members/${world.friend.identityId}` };
  },
  createTeamInvite: ({ teamId }) => ({ route: `POST /teams/${teamId}/invites`, body: {} }),
  listTeamInvites: ({ teamId }) => ({ route: `GET /teams/${teamId}/invites` }),
  deleteTeamInvite: async ({ owner, teamId }) => {
    const { id } = await owner.client.teams.invites.create(teamId);
    return { route: `DELETE /teams/${teamId}/invites/${id}` };
  },
  joinTeam: async ({ friend }) => {
    const { id } = await friend.client.teams.create({ name: "A friend's" });
    const { code } = await friend.client.teams.invites.create(id);
    return { route: 'POST /teams/join', body: { code } };
  },

  createGroup: ({ teamId }) => ({
    route: `POST /teams/${teamId}/groups`,
    body: { name: `Sample ${generateNonce(8)}` },
  }),
  listGroups: ({ teamId }) => ({ route: `GET /teams/${teamId}/groups` }),
  getGroup: ({ groupId }) => ({ route: `GET /groups/${groupId}` }),
  deleteGroup: async (world) => ({ route: `DELETE /groups/${await groupToGo(world)}` }),
  addGroupMember: ({ groupId, friend }) => ({
    route: `POST /groups/${groupId}/members`,
    body: { subjectId: friend.identityId, subjectNs: 'Agent' },
  }),
  listGroupMembers: ({ groupId }) => ({ route: `GET /groups/${groupId}/members` }),
  removeGroupMember: async (world) => {
    const { owner, friend } = world;
    const groupId = await groupToGo(world);
    const member = { subjectId: friend.identityId, subjectNs: 'Agent' } as const;
    await owner.client.groups.addMember(groupId, member);
    return { route: `DELETE /groups/${groupId}/members/${friend.identityId}` };
  },

  hydraTokenHook: ({ owner, webhookKey }) => ({
    route: 'POST /hooks/hydra/token-exchange',
    headers: { 'x-ory-api-key': webhookKey },
    body: {
      session: { client_id: owner.clientId },
      request: { client_id: owner.clientId, grant_types: ['client_credentials'] },
    },
  }),
};

/** A key that nothing else uses; each sample makes one, more of them than may live at once. */
async function keyToGo({ owner }: World): Promise<string> {
  const before = await owner.client.keys.list({ limit: 100 });
  const live = before.items.filter(({ revokedAt }) => revokedAt === null);
  if (live.length > 20) for (const { id } of live) await owner.client.keys.revoke(id);
  const { key, secret } = await owner.client.keys.create({ name: 'to go', scopes: ['key:manage'] });
  rememberSecret(inject('run'), secret);
  return key.id;
}

async function groupToGo({ owner, teamId }: World): Promise<string> {
  return (await owner.client.groups.create(teamId, { name: generateNonce(8) })).id;
}

/** A transfer of a diary of the friend's to the owner's team. */
async function offered({ friend, teamId }: World): Promise<string> {
  const { id } = await friend.client.diaries.create({ name: 'Offered' });
  return (await friend.client.diaries.transfer(id, { destinationTeamId: teamId })).id;
}

async function entryToGo({ owner, diaryId }: World): Promise<string> {
  return (await owner.client.entries.create(diaryId, { content: 'to go' })).id;
}

/** A registration with a key of its own. */
export function registration(): Sample {
  const { publicKey, privateKey } = generateKeyPair();
  rememberSecret(inject('run'), privateKey);
  const nonce = generateNonce(32);
  const proof = sign(
    registrationMessage({ nonce, publicKey, credentialType: 'oauth2' }),
    privateKey,
  );
  return {
    route: 'POST /auth/register',
    headers: { 'idempotency-key': nonce },
    body: { publicKey, proof, credentialType: 'oauth2', name: 'sample' },
  };
}
