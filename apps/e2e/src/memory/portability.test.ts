import { request as httpRequest } from 'node:http';
import type { ImportReport } from '@moltnet/contract';
import { generateKeyPair } from '@moltnet/crypto';
import { connect } from '@moltnet/database';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { type Answer, ok } from '../harness/http.ts';
import { expectFields, expectProblem } from '../harness/problems.ts';
import { signedBody } from '../harness/sign-v2.ts';
import { until } from '../harness/until.ts';

const { apiUrl, databaseUrl } = inject('network');
const db = connect(databaseUrl, { applicationName: 'e2e', max: 1 });
afterAll(() => db.close());

interface EntryLine {
  type: 'entry';
  id: string;
  content: string;
  signature: { value: string; publicKey: string } | null;
}

let agent: Agent;
let other: Agent;
let diaryId: string;
beforeAll(async () => {
  [agent, other] = await Promise.all([join(apiUrl, 'scribe'), join(apiUrl)]);
});
beforeEach(async () => {
  diaryId = (await agent.client.diaries.create({ name: 'To move' })).id;
});

async function exported(id = diaryId, by = agent): Promise<string> {
  const answer = await by.api(`GET /diaries/${id}/export`);
  ok(answer);
  return answer.text;
}
const linesOf = (text: string): EntryLine[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const send = (raw: string, id = diaryId, by = agent, query = ''): Promise<Answer<ImportReport>> =>
  by.api<ImportReport>(`POST /diaries/${id}/import${query}`, {
    raw,
    headers: { 'content-type': 'application/x-ndjson' },
  });
const imported = async (raw: string, id = diaryId, by = agent): Promise<ImportReport> =>
  ok(await send(raw, id, by));
const contents = async (id = diaryId): Promise<string[]> =>
  (await agent.client.entries.list(id, { limit: 100 })).items.map(({ content }) => content);

/** A diary with a plain, a signed and an odd entry. */
async function filled(): Promise<string> {
  await agent.client.entries.createMany(diaryId, [
    { content: 'plain', tags: ['a'], importance: 9 },
    signedBody(agent, diaryId, { content: 'signed' }, { prev: 'before' }),
    { content: 'Line\nbreak\u2028 and 🦋 "quotes"', title: 'Ünïcödé', entryType: 'procedural' },
  ]);
  return exported();
}

describe('an export', () => {
  test('has every entry with what it takes to verify it, between a first and a last line', async () => {
    const [head, ...rest] = linesOf(await filled());
    expect(head).toMatchObject({
      type: 'export',
      version: 'moltnet:export:v1',
      diary: { id: diaryId, name: 'To move' },
    });
    expect(rest.pop()).toEqual({ type: 'end', entries: 3, relations: 0 });
    expect(rest.map(({ content }) => content)).toEqual((await contents()).toReversed());
    const signed = rest.find(({ content }) => content === 'signed');
    expect(signed).toMatchObject({
      diaryId,
      author: { identityId: agent.identityId, publicKey: agent.keyPair.publicKey },
      signature: {
        scheme: 'v2',
        publicKey: agent.keyPair.publicKey,
        validUntil: null,
        prev: 'before',
        nonce: expect.any(String),
        createdAt: expect.any(String),
      },
    });
    expect(rest.filter(({ signature }) => signature === null)).toHaveLength(2);
  });

  test('of more than a page loses nothing, whoever writes meanwhile', async () => {
    const before = Array.from({ length: 100 }, (_, number) => ({ content: `entry ${number}` }));
    await agent.client.entries.createMany(diaryId, before);
    await agent.client.entries.createMany(diaryId, before.slice(0, 30));
    const [text] = await Promise.all([
      exported(),
      ...before.slice(0, 5).map((entry) => agent.client.entries.create(diaryId, entry)),
    ]);
    const lines = linesOf(text).slice(1, -1);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
    expect(lines.length).toBeGreaterThanOrEqual(130);
    expect(linesOf(text).at(-1)).toEqual({ type: 'end', entries: lines.length, relations: 0 });
  });

  test('is for readers', async () => {
    await filled();
    expectProblem(await other.api(`GET /diaries/${diaryId}/export`), 'NOT_FOUND');
    const grant = { subjectId: other.identityId, subjectNs: 'Agent', role: 'reader' } as const;
    await agent.client.diaries.grants.create(diaryId, grant);
    expect(linesOf(await exported(diaryId, other))).toHaveLength(5);
    expectProblem(await send('{}', diaryId, other), 'FORBIDDEN');
  });
});

describe('an import', () => {
  test('into another diary brings all of it, once, as the importer’s own with its origin', async () => {
    const file = await filled();
    const { id } = await agent.client.diaries.create({ name: 'Moved' });
    expect(await imported(file, id)).toEqual({
      format: 'moltnet',
      imported: 3,
      relations: 0,
      skipped: 0,
      refused: [],
      refusedCount: 0,
      complete: true,
    });
    expect(await imported(file, id)).toMatchObject({ imported: 0, skipped: 3, refused: [] });
    expect(await contents(id)).toEqual(await contents());
    const { items } = await agent.client.entries.list(id);
    const copy = items.find(({ content }) => content === 'signed')!;
    expect(copy).toMatchObject({
      signatureScheme: null,
      creator: { identityId: agent.identityId },
    });
    expect(await agent.client.entries.verify(copy.id)).toMatchObject({
      signed: false,
      origin: { format: 'moltnet', diaryId, signedBy: agent.keyPair.publicKey },
    });
  });

  test('relates its entries as they were related, as the importer’s word', async () => {
    await agent.client.entries.createMany(diaryId, [{ content: 'old' }, { content: 'older' }]);
    const old = (await agent.client.entries.list(diaryId)).items.map(({ id }) => id);
    await agent.client.entries.createMany(diaryId, [{ content: 'new', supersedes: old }]);
    const body = { targetId: old[1], relation: 'supports' };
    ok(await agent.api(`POST /entries/${old[0]}/relations`, { body }), 201);
    const file = await exported();
    expect(linesOf(file).at(-1)).toEqual({ type: 'end', entries: 3, relations: 3 });
    const { id } = await other.client.diaries.create({ name: 'Moved' });
    expect(await imported(file, id, other)).toMatchObject({
      imported: 3,
      relations: 3,
      skipped: 0,
    });
    expect(await imported(file, id, other)).toMatchObject({
      imported: 0,
      relations: 0,
      skipped: 6,
    });
    const { items } = await other.client.entries.list(id);
    const successor = items.find(({ content }) => content === 'new');
    expect(items.filter(({ supersededBy }) => supersededBy === successor?.id)).toHaveLength(2);
    const related = await other.api<{ items: object[] }>(`GET /entries/${successor?.id}/relations`);
    expect(ok(related).items).toMatchObject([
      { relation: 'supersedes', status: 'accepted', proposedBy: other.identityId },
      { relation: 'supersedes', status: 'accepted', decidedBy: other.identityId },
    ]);
    const orphan = linesOf(file).find(({ type }) => (type as string) === 'relation');
    const lone = `{"type":"export"}\n${JSON.stringify(orphan)}`;
    const alone = await imported(lone, agent.diaryId);
    expect(alone).toMatchObject({ relations: 0, refusedCount: 1 });
  });

  test('where it comes from finds all of it there', async () => {
    const file = await filled();
    expect(await imported(file)).toMatchObject({ imported: 0, skipped: 3, refusedCount: 0 });
  });

  test('brings back what was signed for this diary, its author kept, whoever imports it', async () => {
    const file = await filled();
    const grant = { subjectId: other.identityId, subjectNs: 'Agent', role: 'writer' } as const;
    await agent.client.diaries.grants.create(diaryId, grant);
    const { items } = await agent.client.entries.list(diaryId);
    const signed = items.find(({ content }) => content === 'signed')!;
    // As retention does: the text goes, the proof stays.
    await db.sql`DELETE FROM entries WHERE id = ${signed.id}`;
    expect(await imported(file, diaryId, other)).toMatchObject({ imported: 1, skipped: 2 });
    expect(await imported(file, diaryId, other)).toMatchObject({ imported: 0, skipped: 3 });
    const back = await agent.client.entries.get(signed.id);
    expect(back).toMatchObject({
      content: 'signed',
      signatureScheme: 'v2',
      creator: { identityId: agent.identityId },
    });
    expect(await agent.client.entries.verify(signed.id)).toMatchObject({ valid: true });
  });

  test('of another’s words makes them nobody’s but the importer’s', async () => {
    const file = await filled();
    const lines = linesOf(file);
    const signed = lines.find(({ content }) => content === 'signed')!;
    const claimed = { ...lines[1], author: { identityId: agent.identityId } };
    const theirs = (await other.client.diaries.create({ name: 'Theirs' })).id;
    const report = await imported(
      [signed, claimed].map((l) => JSON.stringify(l)).join('\n'),
      theirs,
      other,
    );
    expect(report).toMatchObject({ imported: 2, complete: false });
    const { items } = await other.client.entries.list(theirs);
    expect(items.map(({ creator }) => creator.identityId)).toEqual([
      other.identityId,
      other.identityId,
    ]);
  });

  test('names each line that it refuses, and takes the others', async () => {
    const lines = linesOf(await filled());
    const signed = lines.find(({ content }) => content === 'signed')!;
    const forged = {
      ...signed,
      signature: { ...signed.signature, publicKey: generateKeyPair().publicKey },
    };
    const { id } = await agent.client.diaries.create({ name: 'Moved' });
    const file = [
      JSON.stringify(lines[0]),
      '{"type":"entry","content":"half a li',
      JSON.stringify({ ...signed, content: 'altered' }),
      JSON.stringify(forged),
      '',
      JSON.stringify({ ...lines[1], content: 'a\0b' }),
      `{"x":"${'x'.repeat(1_600_000)}"}`,
      JSON.stringify(lines[1]),
      JSON.stringify(signed).slice(0, -20),
    ].join('\n');
    const report = await imported(file, id);
    expect(report).toMatchObject({ imported: 1, skipped: 0, refusedCount: 6, complete: false });
    expect(report.refused).toEqual([
      { line: 2, reason: 'is not JSON' },
      { line: 3, reason: expect.stringContaining('contentHash') },
      { line: 4, reason: 'signature does not verify' },
      { line: 6, reason: 'content holds U+0000' },
      { line: 7, reason: expect.stringContaining('longer') },
      { line: 9, reason: 'is not JSON' },
    ]);
    expect(await contents(id)).toEqual(['plain']);
  });

  test('says no more than the first hundred refusals', async () => {
    const report = await imported('broken\n'.repeat(250));
    expect(report).toMatchObject({ format: null, refusedCount: 250, imported: 0 });
    expect(report.refused).toHaveLength(100);
  });

  test('takes over mem0 and the MCP memory server', async () => {
    const memory = { id: 'm1', memory: 'Likes sushi', categories: ['food'] };
    expect(await imported(JSON.stringify({ results: [memory] }))).toMatchObject({
      format: 'mem0',
      imported: 1,
    });
    const graph = [
      { type: 'entity', name: 'Alex', entityType: 'person', observations: ['Lives in Lisbon'] },
      { type: 'relation', from: 'Alex', to: 'Lisbon', relationType: 'lives_in' },
    ].map((line) => JSON.stringify(line));
    expect(await imported(graph.join('\n'))).toMatchObject({ format: 'mcp-memory', imported: 2 });
    expect(await imported(graph.toReversed().join('\n'))).toMatchObject({ skipped: 2 });
    expect((await contents()).sort()).toEqual([
      'Alex lives_in Lisbon',
      'Likes sushi',
      'Lives in Lisbon',
    ]);
    const found = await agent.client.entries.search({ query: 'sushi', diaryId });
    expect(found.results.map(({ content }) => content)).toContain('Likes sushi');
  });

  test('at the same time as another of the same file brings it once', async () => {
    const file = await filled();
    const { id } = await agent.client.diaries.create({ name: 'Moved' });
    const reports = await Promise.all([imported(file, id), imported(file, id)]);
    expect(reports.map((report) => report.imported).sort()).toEqual([0, 3]);
    expect(await contents(id)).toHaveLength(3);
  });

  test('that is cut off keeps what was committed, and goes on when it is sent again', async () => {
    const lines = Array.from({ length: 120 }, (_, number) =>
      JSON.stringify({ memory: `memory ${number}`, id: `m${number}` }),
    );
    const sending = httpRequest(`${apiUrl}/diaries/${diaryId}/import`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${agent.token}`,
        'content-type': 'application/x-ndjson',
        'transfer-encoding': 'chunked',
      },
    });
    sending.on('error', () => undefined);
    sending.write(`${lines.slice(0, 70).join('\n')}\n{"memory":"half a li`);
    await until('the first fifty are there', async () =>
      (await contents()).length === 50 ? true : undefined,
    );
    const closed = new Promise((resolve) => sending.once('close', resolve));
    sending.destroy();
    await closed;
    expect(await imported(lines.join('\n'))).toMatchObject({ imported: 70, skipped: 50 });
    expect(new Set(await contents()).size).toBe(100);
  });

  test('of nothing brings nothing, and one of an unknown format is refused', async () => {
    expect(await imported('\n\n')).toMatchObject({ imported: 0, refusedCount: 0, complete: false });
    expectFields(await send('{}', diaryId, agent, '?format=csv'), ['query.format']);
    expectFields(await agent.api(`POST /diaries/${diaryId}/import`), ['body']);
  });

  test('into a diary of another is not there, and nothing of it is read', async () => {
    expectProblem(await send('{"memory":"x"}', diaryId, other), 'NOT_FOUND');
    expect(await contents()).toEqual([]);
    expectProblem(
      await agent.api(`POST /diaries/${diaryId}/import`, { body: {} }),
      'UNSUPPORTED_MEDIA_TYPE',
    );
  });
});
