import type { Entry, SigningRequest } from '@moltnet/contract';
import { contentHash, generateKeyPair, sign, signingInputV1 } from '@moltnet/crypto';
import { connect } from '@moltnet/database';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { type Answer, apiAt, ok } from '../harness/http.ts';
import { expectFields, expectProblem } from '../harness/problems.ts';

const network = inject('network');
const { apiUrl } = network;

let agent: Agent;
beforeAll(async () => {
  agent = await join(apiUrl);
});

const prepare = (message: string, by = agent): Promise<SigningRequest> =>
  by.client.crypto.createSigningRequest({ message });

function signatureOf({ signingInput }: SigningRequest, { keyPair }: Agent): string {
  return sign(Buffer.from(signingInput, 'base64'), keyPair.privateKey);
}

const submit = (id: string, signature: string, by = agent): Promise<Answer<SigningRequest>> =>
  by.api<SigningRequest>(`POST /crypto/signing-requests/${id}/sign`, { body: { signature } });

/** A completed request over `message`. */
async function complete(message: string, by = agent): Promise<SigningRequest> {
  const request = await prepare(message, by);
  return ok(await submit(request.id, signatureOf(request, by), by));
}

const create = (body: object): Promise<Answer<Entry>> =>
  agent.api<Entry>(`POST /diaries/${agent.diaryId}/entries`, { body });

describe('a signing request', () => {
  test('says which bytes to sign, and takes the signature over them', async () => {
    const before = Date.now();
    const request = await prepare('hello 🦀\r\n');
    expect(request).toMatchObject({
      agentId: agent.identityId,
      message: 'hello 🦀\r\n',
      status: 'pending',
      signature: null,
      valid: null,
      completedAt: null,
    });
    const bytes = signingInputV1(request.message, request.nonce);
    expect(request.signingInput).toBe(Buffer.from(bytes).toString('base64'));
    const lifetime = Date.parse(request.expiresAt) - before;
    expect(lifetime).toBeGreaterThan(295_000);
    expect(lifetime).toBeLessThan(310_000);

    const signature = signatureOf(request, agent);
    const completed = ok(await submit(request.id, signature));
    expect(completed).toMatchObject({ status: 'completed', valid: true, signature });
    expect(await agent.client.crypto.getSigningRequest(request.id)).toEqual(completed);
  });

  test.each(['x'.repeat(100_000), '🦀'.repeat(100_000), '\u2028', ' '])(
    'takes an awkward message',
    async (message) => {
      expect((await complete(message)).message).toBe(message);
    },
  );

  test('stays pending after a signature that does not verify', async () => {
    const request = await prepare('hello');
    const forged = sign(Buffer.from(request.signingInput, 'base64'), generateKeyPair().privateKey);
    expectProblem(await submit(request.id, forged), 'INVALID_SIGNATURE');
    const plain = sign(Buffer.from('hello'), agent.keyPair.privateKey);
    expectProblem(await submit(request.id, plain), 'INVALID_SIGNATURE');
    expect((await agent.client.crypto.getSigningRequest(request.id)).status).toBe('pending');
    ok(await submit(request.id, signatureOf(request, agent)));
  });

  test('is completed once, also by two at once', async () => {
    const request = await prepare('once');
    const signature = signatureOf(request, agent);
    const answers = await Promise.all([1, 2].map(() => submit(request.id, signature)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expectProblem(await submit(request.id, signature), 'SIGNING_REQUEST_ALREADY_COMPLETED');
  });

  test('is one of ten that may be pending', async () => {
    const busy = await join(apiUrl);
    const requests = await Promise.all(
      Array.from({ length: 12 }, () =>
        busy.api<SigningRequest>('POST /crypto/signing-requests', { body: { message: 'x' } }),
      ),
    );
    expect(requests.map(({ status }) => status).sort()).toEqual([
      ...Array.from({ length: 10 }, () => 201),
      429,
      429,
    ]);
    const refused = requests.find(({ status }) => status === 429);
    if (refused) expectProblem(refused, 'SIGNING_REQUEST_LIMIT_REACHED');
    const pending = requests.find(({ status }) => status === 201)?.body as SigningRequest;
    ok(await submit(pending.id, signatureOf(pending, busy), busy));
    await prepare('room again', busy);
  });

  test('is listed by its status', async () => {
    const fresh = await join(apiUrl);
    const [open, done] = [await prepare('open', fresh), await complete('done', fresh)];
    const ids = async (query: string): Promise<string[]> => {
      const route = `GET /crypto/signing-requests${query}` as const;
      return ok(await fresh.api<{ items: SigningRequest[] }>(route)).items.map(({ id }) => id);
    };
    expect(await ids('')).toEqual([done.id, open.id]);
    expect(await ids('?status=pending')).toEqual([open.id]);
    expect(await ids('?status=completed')).toEqual([done.id]);
    expect(await ids('?status=pending,completed')).toEqual([done.id, open.id]);
    expect(await ids('?status=expired')).toEqual([]);
  });
});

describe('a signing request that was not completed in time', () => {
  test('is expired, takes no signature, signs no entry and frees its place', async () => {
    const late = await join(apiUrl);
    const requests = await Promise.all(Array.from({ length: 10 }, () => prepare('late', late)));
    const request = requests[0] as SigningRequest;
    await outOfTime(late.identityId);
    expect(await late.client.crypto.getSigningRequest(request.id)).toMatchObject({
      status: 'expired',
      valid: null,
    });
    const answer = await submit(request.id, signatureOf(request, late), late);
    expectProblem(answer, 'SIGNING_REQUEST_EXPIRED');
    const body = { content: 'x', signingRequestId: request.id };
    const entry = await late.api(`POST /diaries/${late.diaryId}/entries`, { body });
    expectProblem(entry, 'SIGNING_REQUEST_EXPIRED');
    const { items } = await late.client.crypto.listSigningRequests({ status: ['expired'] });
    expect(items.length).toBe(10);
    await prepare('place again', late);
  });
});

/** As if 300 seconds had gone by. */
async function outOfTime(agentId: string): Promise<void> {
  const database = connect(network.databaseUrl, { applicationName: 'moltnet-e2e', max: 1 });
  try {
    await database.sql`
      UPDATE signing_requests
      SET created_at = created_at - interval '301 seconds',
          expires_at = expires_at - interval '301 seconds'
      WHERE agent_id = ${agentId}`;
  } finally {
    await database.close();
  }
}

describe('an entry signed by a completed request over its hash', () => {
  const content = {
    content: 'signed the old way',
    tags: ['b', 'a'],
    entryType: 'episodic',
  } as const;

  test('says so, and verifies', async () => {
    const { id, signature } = await complete(contentHash(content));
    const entry = ok(await create({ ...content, signingRequestId: id }), 201);
    expect(entry).toMatchObject({ signatureScheme: 'v1', contentSignature: signature });
    expect(await agent.client.entries.verify(entry.id)).toMatchObject({
      signed: true,
      valid: true,
      scheme: 'v1',
      publicKey: agent.keyPair.publicKey,
      agentFingerprint: agent.fingerprint,
    });
  });

  test('is one entry, also for two at once', async () => {
    const { id } = await complete(contentHash(content));
    const answers = await Promise.all(
      [1, 2, 3].map(() => create({ ...content, signingRequestId: id })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const answer = await create({ ...content, signingRequestId: id });
    expectProblem(answer, 'SIGNING_REQUEST_ALREADY_COMPLETED');
  });

  test('is refused when the request signed another hash', async () => {
    const { id } = await complete(contentHash({ ...content, content: 'other' }));
    expectFields(await create({ ...content, signingRequestId: id }), ['body.signingRequestId']);
  });

  test('is refused while the request is pending', async () => {
    const { id } = await prepare(contentHash(content));
    expectProblem(await create({ ...content, signingRequestId: id }), 'CONFLICT');
  });

  test('is refused when there is no such request', async () => {
    const signingRequestId = '018f0000-0000-7000-8000-0000000000ff';
    expectFields(await create({ ...content, signingRequestId }), ['body.signingRequestId']);
  });
});

const verify = async (body: object): Promise<unknown> =>
  ok(await apiAt(apiUrl)('POST /crypto/verify', { body }));

describe('POST /crypto/verify', () => {
  test('verifies what the caller supplies', async () => {
    const { publicKey, privateKey } = agent.keyPair;
    for (const message of ['', 'hello', '🦀\u0000\r\n']) {
      const signature = sign(Buffer.from(message), privateKey);
      const bytes = Buffer.from(message).toString('base64');
      expect(await verify({ message, signature, publicKey })).toEqual({ valid: true });
      expect(await verify({ bytes, signature, publicKey })).toEqual({ valid: true });
      expect(await verify({ message: `${message}!`, signature, publicKey })).toEqual({
        valid: false,
      });
    }
  });

  test('answers a bare signature from completed requests, as old clients expect', async () => {
    const { signature } = await complete('known');
    expect(await verify({ signature })).toEqual({ valid: true });
    const unknown = sign(Buffer.from('unknown'), agent.keyPair.privateKey);
    expect(await verify({ signature: unknown })).toEqual({ valid: false });
    const route = `POST /agents/${agent.fingerprint.toLowerCase()}/verify` as const;
    expect(ok(await apiAt(apiUrl)(route, { body: { signature } }))).toEqual({ valid: true });
    const other = await join(apiUrl);
    const foreign = `POST /agents/${other.fingerprint}/verify` as const;
    expect(ok(await apiAt(apiUrl)(foreign, { body: { signature } }))).toEqual({ valid: false });
  });

  test.each([
    ['message and bytes at once', { message: 'a', bytes: 'YQ==' }],
    ['a message without a key', { message: 'a', publicKey: undefined }],
    ['a key without a message', {}],
  ])('refuses %s', async (_, body) => {
    const signature = sign(Buffer.from('a'), agent.keyPair.privateKey);
    const { publicKey } = agent.keyPair;
    const answer = await apiAt(apiUrl)('POST /crypto/verify', {
      body: { signature, publicKey, ...body },
    });
    expectProblem(answer, 'VALIDATION_FAILED');
  });
});
