import type { Entry, ProblemCode } from '@moltnet/contract';
import { contentHash, generateKeyPair, generateNonce } from '@moltnet/crypto';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { type Answer, ok } from '../harness/http.ts';
import { expectProblem } from '../harness/problems.ts';
import { type Forgery, signedBody } from '../harness/sign-v2.ts';

const { apiUrl } = inject('network');

let agent: Agent;
let other: Agent;
beforeAll(async () => {
  [agent, other] = await Promise.all([join(apiUrl), join(apiUrl)]);
});

const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();
const create = (body: object, diaryId = agent.diaryId, by = agent): Promise<Answer<Entry>> =>
  by.api<Entry>(`POST /diaries/${diaryId}/entries`, { body });

describe('an entry with a v2 signature', () => {
  test('is made in one call and says how it is signed', async () => {
    const body = signedBody(agent, agent.diaryId, { content: 'mine' }, { prev: 'bafkrei-before' });
    const entry = ok(await create(body), 201);
    expect(entry).toMatchObject({
      contentHash: body.contentHash,
      contentSignature: body.signature?.value,
      signatureScheme: 'v2',
    });
    const { nonce, createdAt, prev, value } = body.signature ?? {};
    expect(await agent.client.entries.verify(entry.id)).toEqual({
      signed: true,
      hashMatches: true,
      signatureValid: true,
      valid: true,
      contentHash: body.contentHash,
      agentFingerprint: agent.fingerprint,
      scheme: 'v2',
      signedAt: expect.stringContaining(createdAt?.slice(0, 23) ?? ''),
      publicKey: agent.keyPair.publicKey,
      statement: { nonce, createdAt, prev, value },
    });
    expect((await agent.client.diaries.get(agent.diaryId)).signed).toBe(true);
  });

  test.each<[string, string]>([
    ['four minutes old', ago(240)],
    ['four minutes ahead', ago(-240)],
    ['with microseconds', new Date().toISOString().replace('Z', '123Z')],
    ['in another time zone', `${ago(-7200).slice(0, 19)}+02:00`],
    ['without a fraction', `${new Date().toISOString().slice(0, 19)}Z`],
  ])('is taken with a time that is %s', async (_, createdAt) => {
    const body = signedBody(agent, agent.diaryId, { content: 'timed' }, { createdAt });
    const { id } = ok(await create(body), 201);
    expect(await agent.client.entries.verify(id)).toMatchObject({ valid: true });
  });

  type Sent = Parameters<typeof signedBody>[4];
  test.each<[string, ProblemCode, () => Forgery, Sent?]>([
    ['more than 5 minutes old', 'VALIDATION_FAILED', () => ({ createdAt: ago(310) })],
    ['more than 5 minutes ahead', 'VALIDATION_FAILED', () => ({ createdAt: ago(-310) })],
    ['for another diary', 'INVALID_SIGNATURE', () => ({ diaryId: other.diaryId })],
    [
      'by another agent',
      'INVALID_SIGNATURE',
      () => ({ privateKey: other.keyPair.privateKey, publicKey: other.keyPair.publicKey }),
    ],
    [
      'by another key in its name',
      'INVALID_SIGNATURE',
      () => ({ privateKey: generateKeyPair().privateKey }),
    ],
    [
      'over another content',
      'INVALID_SIGNATURE',
      () => ({ contentHash: contentHash({ content: 'other', entryType: 'semantic' }) }),
    ],
    ['over another time', 'INVALID_SIGNATURE', () => ({}), { createdAt: ago(10) }],
    ['over another nonce', 'INVALID_SIGNATURE', () => ({}), { nonce: generateNonce(16) }],
    ['with a predecessor added', 'INVALID_SIGNATURE', () => ({}), { prev: 'bafkrei-added' }],
  ])('is refused when it is %s: %s', async (_, code, signed, sent) => {
    const content = { content: `forged ${Math.random()}` };
    const body = signedBody(agent, agent.diaryId, content, signed(), sent);
    // The hash that is sent is the right one: what is wrong is what was signed.
    const hash = contentHash({ ...content, entryType: 'semantic' });
    expectProblem(await create({ ...body, contentHash: hash }), code);
    const { items } = await agent.client.entries.list(agent.diaryId);
    expect(items.map((entry) => entry.content)).not.toContain(content.content);
  });

  test('is refused when its content was changed on the way', async () => {
    const { contentHash: _, ...body } = signedBody(agent, agent.diaryId, { content: 'honest' });
    expectProblem(await create({ ...body, content: 'forged' }), 'INVALID_SIGNATURE');
  });
});

describe('a nonce', () => {
  test('makes one entry of its author, in whatever diary', async () => {
    const nonce = generateNonce(16);
    const second = await agent.client.diaries.create({ name: 'second' });
    ok(await create(signedBody(agent, agent.diaryId, { content: 'a' }, { nonce })), 201);
    for (const diaryId of [agent.diaryId, second.id]) {
      const body = signedBody(agent, diaryId, { content: 'b' }, { nonce });
      expectProblem(await create(body, diaryId), 'CONFLICT');
    }
  });

  test('sent in five requests at once makes one entry', async () => {
    const body = signedBody(agent, agent.diaryId, { content: 'raced' });
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => create(body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
  });

  test("is each author's own", async () => {
    const nonce = generateNonce(16);
    ok(await create(signedBody(agent, agent.diaryId, { content: 'a' }, { nonce })), 201);
    const theirs = signedBody(other, other.diaryId, { content: 'a' }, { nonce });
    ok(await create(theirs, other.diaryId, other), 201);
  });

  test('is not used up by a signature that was refused', async () => {
    const nonce = generateNonce(16);
    const bad = signedBody(
      agent,
      agent.diaryId,
      { content: 'a' },
      { nonce, diaryId: other.diaryId },
    );
    expectProblem(await create(bad), 'INVALID_SIGNATURE');
    ok(await create(signedBody(agent, agent.diaryId, { content: 'a' }, { nonce })), 201);
  });

  test('stays used when the entry it made is gone', async () => {
    const { id: diaryId } = await agent.client.diaries.create({ name: 'short-lived' });
    const nonce = generateNonce(16);
    ok(await create(signedBody(agent, diaryId, { content: 'a' }, { nonce }), diaryId), 201);
    await agent.client.diaries.delete(diaryId, { force: true });
    const again = signedBody(agent, agent.diaryId, { content: 'b' }, { nonce });
    expectProblem(await create(again), 'CONFLICT');
  });
});

test('a signature and a signing request together are refused', async () => {
  const { id } = await agent.client.crypto.createSigningRequest({ message: 'x' });
  const body = { ...signedBody(agent, agent.diaryId, { content: 'x' }), signingRequestId: id };
  expectProblem(await create(body), 'VALIDATION_FAILED');
});
