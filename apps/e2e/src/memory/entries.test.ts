import type { Entry } from '@moltnet/contract';
import { contentHash } from '@moltnet/crypto';
import { checkEntry } from '@moltnet/sdk';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { ok } from '../harness/http.ts';
import { expectFields, expectProblem } from '../harness/problems.ts';
import { signedBody } from '../harness/sign-v2.ts';

const { apiUrl } = inject('network');

let agent: Agent;
beforeAll(async () => {
  agent = await join(apiUrl);
});

/** Texts on which stores, hashes and signatures part ways. */
const TEXTS: [string, string][] = [
  ['one character', 'x'],
  ['100,000 characters', 'x'.repeat(100_000)],
  ['100,000 emoji', '🦀'.repeat(100_000)],
  ['CRLF and CR', 'a\r\nb\rc\n'],
  ['U+2028 and U+2029', 'a\u2028b\u2029c'],
  ['composed and decomposed', 'é e\u0301'],
  ['joined emoji', '👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
  ['right to left', 'שלום \u202eabc\u202c'],
  ['control characters', 'a\u0001\u0008\u001f\u007f'],
  ['noncharacters', '\ufffe\uffff\u{10ffff}'],
  ['a byte order mark', '\ufeffx'],
  ['quotes and backslashes', `"'\\\`\${x} \\u0000`],
  ['SQL', "'); DROP TABLE entries; --"],
  ['markup', '<script>alert(1)</script> & <b>'],
  ['only spaces', '   '],
  ['names of a prototype', '__proto__ constructor toString'],
];

describe.each(TEXTS)('a text of %s', (_, content) => {
  // A title and a tag hold the text's beginning, cut between characters.
  const short = [...content].slice(0, 100).join('');
  const written = { content, title: short, tags: [short, '🦀', 'b', '\uffff'] };

  test('comes back as it was written, with the hash of API.md', async () => {
    const body = { ...written, entryType: 'episodic' } as const;
    const created = ok(
      await agent.api<Entry>(`POST /diaries/${agent.diaryId}/entries`, { body }),
      201,
    );
    const read = ok(await agent.api<Entry>(`GET /entries/${created.id}`));
    expect(read).toMatchObject({ ...body, contentHash: contentHash(body) });
  });

  test('can be signed, and verifies here and there', async () => {
    const body = signedBody(agent, agent.diaryId, written);
    const { id } = ok(
      await agent.api<Entry>(`POST /diaries/${agent.diaryId}/entries`, { body }),
      201,
    );
    const verification = await agent.client.entries.verify(id);
    expect(verification).toMatchObject({ signed: true, valid: true, scheme: 'v2' });
    const entry = await agent.client.entries.get(id);
    expect(checkEntry(entry, verification)).toMatchObject({
      hashMatches: true,
      signatureValid: true,
    });
  });
});

describe('a new entry', () => {
  test('has what API.md says, and what was left out has its default', async () => {
    const body = { content: 'plain' };
    const answer = await agent.api<Entry>(`POST /diaries/${agent.diaryId}/entries`, { body });
    expect(ok(answer, 201)).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      diaryId: agent.diaryId,
      creator: {
        kind: 'agent',
        identityId: agent.identityId,
        fingerprint: agent.fingerprint,
        publicKey: agent.keyPair.publicKey,
        did: agent.did,
      },
      title: null,
      content: 'plain',
      tags: [],
      entryType: 'semantic',
      importance: 5,
      injectionRisk: false,
      contentFlags: [],
      accessCount: 0,
      lastAccessedAt: null,
      contentHash: contentHash({ content: 'plain', entryType: 'semantic' }),
      contentSignature: null,
      signatureScheme: null,
      supersededBy: null,
      embeddingStatus: expect.stringMatching(/^(ready|pending)$/),
      revision: 1,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      updatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
    });
  });

  test('whose hash is another than it says is refused, and the right one is named', async () => {
    const body = {
      content: 'a',
      contentHash: contentHash({ content: 'b', entryType: 'semantic' }),
    };
    const answer = await agent.api(`POST /diaries/${agent.diaryId}/entries`, { body });
    const { errors } = expectFields(answer, ['body.contentHash']);
    expect(errors?.[0]?.message).toContain(contentHash({ content: 'a', entryType: 'semantic' }));
  });

  test('sent twice at once without a key is two entries with one hash', async () => {
    const body = { content: 'twice' };
    const [first, second] = await Promise.all(
      [1, 2].map(() => agent.api<Entry>(`POST /diaries/${agent.diaryId}/entries`, { body })),
    );
    expect(first?.body.contentHash).toBe(second?.body.contentHash);
    expect(first?.body.id).not.toBe(second?.body.id);
  });
});

describe('a change of an entry', () => {
  test('gives it the hash of what it now says, and nothing else changes', async () => {
    const entry = await agent.client.entries.create(agent.diaryId, {
      content: 'before',
      title: 'Title',
      tags: ['a'],
    });
    const changed = await agent.client.entries.update(entry.id, { content: 'after' });
    const { embeddingStatus: _, ...kept } = entry;
    expect(changed).toMatchObject({
      ...kept,
      content: 'after',
      contentHash: contentHash({
        content: 'after',
        title: 'Title',
        tags: ['a'],
        entryType: 'semantic',
      }),
      revision: 2,
      updatedAt: changed.updatedAt,
    });
    expect(changed.updatedAt > entry.updatedAt).toBe(true);
  });

  test('can take its title away', async () => {
    const entry = await agent.client.entries.create(agent.diaryId, { content: 'x', title: 'T' });
    expect((await agent.client.entries.update(entry.id, { title: null })).title).toBeNull();
  });
});

describe('the list of a diary', () => {
  let diaryId: string;
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    diaryId = (await agent.client.diaries.create({ name: 'filters' })).id;
    for (const [name, tags, entryType] of [
      ['a', ['red'], 'semantic'],
      ['b', ['red', 'blue'], 'episodic'],
      ['c', ['blue', 'a,b'], 'procedural'],
      ['d', [], 'reflection'],
    ] as const) {
      const body = { content: name, tags: [...tags], entryType };
      ids[name] = (await agent.client.entries.create(diaryId, body)).id;
    }
  });

  test.each([
    ['', 'dcba'],
    ['tags=red', 'ba'],
    ['tags=red,blue', 'b'],
    ['tags=red&tags=blue', 'b'],
    ['tags=none', ''],
    ['excludeTags=red', 'dc'],
    ['tags=blue&excludeTags=red', 'c'],
    ['entryType=semantic,reflection', 'da'],
    ['entryType=episodic&tags=blue', 'b'],
    ['excludeSuperseded=true', 'dcba'],
    ['createdAfter=2020-01-01T00:00:00Z', 'dcba'],
    ['createdBefore=2020-01-01T00:00:00Z', ''],
  ])('with %s holds "%s"', async (query, names) => {
    const list = ok(
      await agent.api<{ items: Entry[] }>(`GET /diaries/${diaryId}/entries?${query}`),
    );
    expect(list.items.map(({ content }) => content).join('')).toBe(names);
  });

  test('by ids holds those of this diary alone', async () => {
    const elsewhere = await agent.client.entries.create(agent.diaryId, { content: 'elsewhere' });
    const query = `ids=${ids['a']},${ids['c']},${elsewhere.id}`;
    const { items } = ok(
      await agent.api<{ items: Entry[] }>(`GET /diaries/${diaryId}/entries?${query}`),
    );
    expect(items.map(({ content }) => content).sort()).toEqual(['a', 'c']);
  });

  test('counts its tags', async () => {
    const { tags, total } = await agent.client.diaries.tags(diaryId);
    expect(tags).toEqual(
      expect.arrayContaining([
        { tag: 'red', count: 2 },
        { tag: 'blue', count: 2 },
        { tag: 'a,b', count: 1 },
      ]),
    );
    expect(total).toBe(3);
    const filtered = [
      await agent.client.diaries.tags(diaryId, { prefix: 'r' }),
      await agent.client.diaries.tags(diaryId, { minCount: 2 }),
      await agent.client.diaries.tags(diaryId, { entryTypes: ['procedural'] }),
    ].map((list) => list.tags.map(({ tag }) => tag).sort());
    expect(filtered).toEqual([['red'], ['blue', 'red'], ['a,b', 'blue']]);
  });
});

describe('deleting many', () => {
  test('deletes what it may and says why not of the rest', async () => {
    const stranger = await join(apiUrl);
    const { entries } = agent.client;
    const plain = await entries.create(agent.diaryId, { content: 'plain' });
    const signed = await entries.create(
      agent.diaryId,
      signedBody(agent, agent.diaryId, { content: 'signed' }),
    );
    const foreign = await stranger.client.entries.create(stranger.diaryId, { content: 'theirs' });
    const missing = '018f0000-0000-7000-8000-0000000000ff';
    const result = await entries.deleteMany([plain.id, signed.id, foreign.id, missing, plain.id]);
    expect(result.deleted).toEqual([plain.id]);
    expect(new Map(result.skipped.map(({ id, reason }) => [id, reason]))).toEqual(
      new Map([
        [signed.id, 'immutable'],
        [foreign.id, 'not_found'],
        [missing, 'not_found'],
      ]),
    );
    expectProblem(await agent.api(`GET /entries/${plain.id}`), 'NOT_FOUND');
    expect((await entries.get(signed.id)).content).toBe('signed');
    expect((await stranger.client.entries.get(foreign.id)).content).toBe('theirs');
  });
});
