import { once } from 'node:events';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { LIMITS, type EntryBatch } from '@moltnet/contract';
import { generateKeyPair, generateNonce } from '@moltnet/crypto';
import { beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { type Answer, ok } from '../harness/http.ts';
import { expectFields, expectProblem } from '../harness/problems.ts';
import { signedBody } from '../harness/sign-v2.ts';

const { apiUrl } = inject('network');

let agent: Agent;
let diaryId: string;
beforeAll(async () => {
  agent = await join(apiUrl);
});
beforeEach(async () => {
  diaryId = (await agent.client.diaries.create({ name: 'Batches' })).id;
});

const send = (entries: unknown, headers = {}): Promise<Answer<EntryBatch>> =>
  agent.api<EntryBatch>(`POST /diaries/${diaryId}/entries/batch`, { body: { entries }, headers });
const kept = async (): Promise<string[]> =>
  (await agent.client.entries.list(diaryId, { limit: 100 })).items.map(({ content }) => content);
/** Five entries, the fourth of which is spoilt. */
const spoilt = (fourth: object): object[] => [
  { content: 'first' },
  signedBody(agent, diaryId, { content: 'second' }),
  { content: 'third' },
  { content: 'fourth', ...fourth },
  { content: 'fifth' },
];

async function written(...names: string[]): Promise<string[]> {
  const entries = names.map((content) => ({ content }));
  const { items } = await agent.client.entries.createMany(diaryId, entries);
  return items.map(({ id }) => id);
}
/** By what each is superseded. */
async function successors(ids: readonly string[]): Promise<(string | null)[]> {
  const { items } = await agent.client.entries.list(diaryId, { ids: [...ids] });
  return ids.map((id) => items.find((entry) => entry.id === id)?.supersededBy ?? null);
}

describe('a batch', () => {
  test('is written in its order, each entry signed or not', async () => {
    const entries = [
      { content: 'plain', tags: [], title: 'Ünïcödé 🦋' },
      signedBody(agent, diaryId, { content: 'signed', tags: ['b', 'a', 'with "quote"'] }),
      signedBody(agent, diaryId, { content: 'chained', entryType: 'reflection' }, { prev: 'x' }),
      { content: 'important', importance: 9, entryType: 'episodic' },
    ];
    const { items } = ok(await send(entries), 201);
    expect(items).toMatchObject([
      { content: 'plain', title: 'Ünïcödé 🦋', signatureScheme: null, entryType: 'semantic' },
      { content: 'signed', tags: ['b', 'a', 'with "quote"'], signatureScheme: 'v2', title: null },
      { content: 'chained', signatureScheme: 'v2', entryType: 'reflection' },
      { content: 'important', importance: 9, entryType: 'episodic' },
    ]);
    expect((await kept()).toReversed()).toEqual(items.map(({ content }) => content));
    for (const { id, contentHash, signatureScheme } of items) {
      const signed = signatureScheme === 'v2';
      const proof = { signed, valid: signed, hashMatches: true, contentHash };
      expect(await agent.client.entries.verify(id)).toMatchObject(proof);
      expect((await agent.client.entries.get(id)).creator.identityId).toBe(agent.identityId);
    }
  });

  test('of a hundred is written, and found by its words', async () => {
    const entries = Array.from({ length: LIMITS.entriesPerBatch }, (_, number) => ({
      content: `quagga number ${number}`,
    }));
    const { items } = await agent.client.entries.createMany(diaryId, entries);
    expect(new Set(items.map(({ id }) => id)).size).toBe(LIMITS.entriesPerBatch);
    const { results } = await agent.client.entries.search({ query: 'quagga 77', diaryId });
    expect(results[0]?.content).toBe('quagga number 77');
  });

  test('repeated with its Idempotency-Key is written once', async () => {
    const headers = { 'idempotency-key': generateNonce(16) };
    const entries = [signedBody(agent, diaryId, { content: 'once' }), { content: 'and this' }];
    const [one, two] = await Promise.all([send(entries, headers), send(entries, headers)]);
    const again = await send(entries, headers);
    expect([ok(one, 201), ok(two, 201)]).toEqual([ok(again, 201), ok(again, 201)]);
    expect(await kept()).toHaveLength(2);
    expectProblem(await send([{ content: 'another' }], headers), 'CONFLICT');
  });
});

describe('a batch that supersedes', () => {
  test('takes the place of others, at once and by accepted relations', async () => {
    const old = await written('one', 'two', 'three', 'four');
    const [a, b, c, d] = old as [string, string, string, string];
    const signed = signedBody(agent, diaryId, { content: 'one and two' });
    const { items } = ok(
      await send([
        { ...signed, supersedes: [a, b.toUpperCase()] },
        { content: 'three', supersedes: [c] },
        { content: 'on its own', supersedes: [] },
      ]),
      201,
    );
    const [first, second] = items.map(({ id }) => id);
    expect(await successors(old)).toEqual([first, first, second, null]);
    const current = await agent.client.entries.list(diaryId, { excludeSuperseded: true });
    expect(current.items.map(({ id }) => id).sort()).toEqual(
      [d, ...items.map(({ id }) => id)].sort(),
    );
    const relations = await agent.api<{ items: object[] }>(`GET /entries/${a}/relations`);
    expect(ok(relations).items).toMatchObject([
      {
        sourceId: first,
        targetId: a,
        relation: 'supersedes',
        status: 'accepted',
        proposedBy: agent.identityId,
        decidedBy: agent.identityId,
        sourceCidSnapshot: signed.contentHash,
      },
    ]);
  });

  test('writes nothing where one of them is none of the diary, and names it', async () => {
    const old = await written('one');
    const elsewhere = await agent.client.entries.create(agent.diaryId, { content: 'elsewhere' });
    const nobodys = '018f0000-0000-7000-8000-0000000000ff';
    const answer = await send([
      { content: 'good', supersedes: old },
      { content: 'bad', supersedes: [elsewhere.id, nobodys] },
    ]);
    expectFields(answer, ['body.entries.1.supersedes.0', 'body.entries.1.supersedes.1']);
    expect(await kept()).toEqual(['one']);
    expect(await successors(old)).toEqual([null]);
  });

  test('supersedes nothing twice', async () => {
    const [id = ''] = await written('one');
    const twice = [
      { content: 'a', supersedes: [id] },
      { content: 'b', supersedes: [id.toUpperCase()] },
    ];
    expectFields(await send(twice), ['body.entries.1.supersedes.0']);
    const many = Array.from({ length: 11 }, (_, batch) => ({
      content: `${batch}`,
      supersedes: Array.from(
        { length: 100 },
        (__, n) => `018f0000-0000-7000-8000-${String(batch * 100 + n).padStart(12, '0')}`,
      ),
    }));
    expect(expectProblem(await send(many), 'VALIDATION_FAILED').errors).toHaveLength(100);
    expect(await kept()).toEqual(['one']);
  });
});

describe('a batch with something wrong in it writes nothing and names it', () => {
  test.each<[string, () => object, string]>([
    ['a tag that is empty', () => ({ tags: ['good', ''] }), 'tags.1'],
    ['a NUL', () => ({ title: 'a\0b' }), 'title'],
    ['half of a surrogate pair', () => ({ content: '\ud83e' }), 'content'],
    ['no content', () => ({ content: '' }), 'content'],
    ['an unknown field', () => ({ author: 'somebody' }), 'author'],
    ['a v1 signing request', () => ({ signingRequestId: diaryId }), 'signingRequestId'],
    [
      'the hash of something else',
      () => ({ contentHash: 'bafkreiab4otmndlmlx4rjrgyttzmccbuqkzxbdyt6d3tewzsotwjw7fuie' }),
      'contentHash',
    ],
    [
      'a signature of an hour ago',
      () => signedBody(agent, diaryId, { content: 'old' }, { createdAt: '2026-01-01T00:00:00Z' }),
      'signature.createdAt',
    ],
  ])('%s', async (_, fourth, field) => {
    expectFields(await send(spoilt(fourth())), [`body.entries.3.${field}`]);
    expect(await kept()).toEqual([]);
  });

  test.each<[string, () => object]>([
    ['by another key', () => signedBody(agent, diaryId, { content: 'x' }, generateKeyPair())],
    [
      'for another diary',
      () => signedBody(agent, diaryId, { content: 'x' }, { diaryId: agent.diaryId }),
    ],
  ])('a signature %s', async (_, fourth) => {
    const details = expectProblem(await send(spoilt(fourth())), 'INVALID_SIGNATURE');
    expect(details.errors).toMatchObject([{ field: 'body.entries.3' }]);
    expect(details.detail).toMatch(/^entries\.3: /);
    expect(await kept()).toEqual([]);
  });

  test('a nonce of an earlier entry', async () => {
    const nonce = generateNonce(16);
    const earlier = signedBody(agent, agent.diaryId, { content: 'earlier' }, { nonce });
    await agent.client.entries.create(agent.diaryId, earlier);
    const later = signedBody(agent, diaryId, { content: 'later' }, { nonce });
    expectProblem(await send(spoilt(later)), 'CONFLICT');
    expect(await kept()).toEqual([]);
  });

  test('two entries with one nonce', async () => {
    const nonce = generateNonce(16);
    const twins = ['one', 'two'].map((content) =>
      signedBody(agent, diaryId, { content }, { nonce }),
    );
    const { errors } = expectProblem(await send([{ content: 'zero' }, ...twins]), 'CONFLICT');
    expect(errors).toMatchObject([{ field: 'body.entries.2.signature.nonce' }]);
    expect(await kept()).toEqual([]);
  });

  test('several at once, each named', async () => {
    const wrong = 'bafkreiab4otmndlmlx4rjrgyttzmccbuqkzxbdyt6d3tewzsotwjw7fuie';
    const entries = [1, 2, 3].map((number) => ({ content: `${number}`, contentHash: wrong }));
    expectFields(
      await send(entries),
      [0, 1, 2].map((index) => `body.entries.${index}.contentHash`),
    );
  });

  test.each<[string, unknown]>([
    ['none', []],
    ['a hundred and one', Array.from({ length: 101 }, () => ({ content: 'one too many' }))],
  ])('%s', async (_, entries) => {
    expectFields(await send(entries), ['body.entries']);
    expect(await kept()).toEqual([]);
  });

  test('more bytes than a batch may have', async () => {
    // Only announced: a client that is still sending may miss the answer.
    const sending = httpRequest(`${apiUrl}/diaries/${diaryId}/entries/batch`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${agent.token}`,
        'content-type': 'application/json',
        'content-length': LIMITS.batchBytes + 1,
      },
    });
    sending.flushHeaders();
    const [answer] = (await once(sending, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(413);
    sending.destroy();
    const fits = Array.from({ length: 20 }, () => ({ content: 'x'.repeat(100_000) }));
    expect(ok(await send(fits), 201).items).toHaveLength(20);
  });
});
