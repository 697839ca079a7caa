import type { Entry, EntryType } from '@moltnet/contract';
import { connect } from '@moltnet/database';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { ok } from '../harness/http.ts';
import { expectProblem } from '../harness/problems.ts';
import { signedBody } from '../harness/sign-v2.ts';

const network = inject('network');

let agent: Agent;
beforeAll(async () => {
  agent = await join(network.apiUrl);
});

const signed = async (entryType: EntryType, diaryId = agent.diaryId): Promise<Entry> =>
  agent.client.entries.create(
    diaryId,
    signedBody(agent, diaryId, { content: 'fixed', title: 'Fixed', entryType }),
  );

describe.each<[EntryType, boolean]>([
  ['semantic', true],
  ['episodic', true],
  ['procedural', true],
  ['reflection', false],
])('a signed %s entry', (entryType, importanceMayChange) => {
  test.each([
    ['content', { content: 'other' }],
    ['content to what it is', { content: 'fixed' }],
    ['title', { title: null }],
    ['tags', { tags: ['x'] }],
    ['type', { entryType: 'semantic' }],
    ['importance and title', { importance: 9, title: 'other' }],
  ])('refuses a change of its %s', async (_, patch) => {
    const entry = await signed(entryType);
    const answer = await agent.api(`PATCH /entries/${entry.id}`, { body: patch });
    expectProblem(answer, 'ENTRY_IMMUTABLE');
    const { revision, updatedAt } = await agent.client.entries.get(entry.id);
    expect([revision, updatedAt]).toEqual([entry.revision, entry.updatedAt]);
  });

  test(`${importanceMayChange ? 'lets' : 'does not let'} its importance change`, async () => {
    const entry = await signed(entryType);
    const answer = await agent.api<Entry>(`PATCH /entries/${entry.id}`, {
      body: { importance: 9 },
    });
    expect(answer.status).toBe(importanceMayChange ? 200 : 409);
    expect((await agent.client.entries.get(entry.id)).importance).toBe(importanceMayChange ? 9 : 5);
    expect(await agent.client.entries.verify(entry.id)).toMatchObject({ valid: true });
  });

  test('cannot be deleted', async () => {
    const entry = await signed(entryType);
    expectProblem(await agent.api(`DELETE /entries/${entry.id}`), 'ENTRY_IMMUTABLE');
    expect((await agent.client.entries.get(entry.id)).content).toBe('fixed');
  });
});

describe('a diary that holds signed entries', () => {
  test('is not deleted, unless by force', async () => {
    const { id } = await agent.client.diaries.create({ name: 'held' });
    const entry = await signed('semantic', id);
    expect((await agent.client.diaries.get(id)).signed).toBe(true);
    expectProblem(await agent.api(`DELETE /diaries/${id}`), 'CONFLICT');
    expect((await agent.client.entries.get(entry.id)).content).toBe('fixed');
    expect(ok(await agent.api(`DELETE /diaries/${id}?force=true`))).toEqual({ success: true });
    expectProblem(await agent.api(`GET /diaries/${id}`), 'NOT_FOUND');
    expectProblem(await agent.api(`GET /entries/${entry.id}`), 'NOT_FOUND');
    expectProblem(await agent.api(`GET /entries/${entry.id}/verify`), 'NOT_FOUND');
  });

  test('leaves its proofs when it is deleted by force, and no content', async () => {
    const { id } = await agent.client.diaries.create({ name: 'proofs' });
    const entry = await signed('semantic', id);
    await agent.client.diaries.delete(id, { force: true });
    const database = connect(network.databaseUrl, { applicationName: 'moltnet-e2e', max: 1 });
    try {
      const proofs = await database.sql`
        SELECT content_hash, value FROM entry_signatures WHERE entry_id = ${entry.id}`;
      expect([...proofs]).toEqual([
        { contentHash: entry.contentHash, value: entry.contentSignature },
      ]);
      const [left] = await database.sql`
        SELECT (SELECT count(*) FROM entries WHERE diary_id = ${id}) AS entries,
               (SELECT count(*) FROM entry_embeddings WHERE entry_id = ${entry.id}) AS embeddings,
               (SELECT count(*) FROM embedding_backlog WHERE entry_id = ${entry.id}) AS backlog`;
      expect(left).toEqual({ entries: 0, embeddings: 0, backlog: 0 });
    } finally {
      await database.close();
    }
  });

  test('does not lose an entry that is signed while it is being deleted', async () => {
    const { id } = await agent.client.diaries.create({ name: 'raced' });
    const [created, deleted] = await Promise.all([
      agent.api<Entry>(`POST /diaries/${id}/entries`, {
        body: signedBody(agent, id, { content: 'in time?' }),
      }),
      agent.api(`DELETE /diaries/${id}`),
    ]);
    // Whichever came first, no acknowledged signed entry is gone without force.
    if (created.status === 201) {
      expectProblem(deleted, 'CONFLICT');
      ok(await agent.api(`GET /entries/${created.body.id}`));
    } else {
      expectProblem(created, 'NOT_FOUND');
      ok(deleted);
    }
  });
});

test('a diary of unsigned entries goes with them', async () => {
  const { id } = await agent.client.diaries.create({ name: 'loose' });
  const entry = await agent.client.entries.create(id, { content: 'loose' });
  await agent.client.diaries.delete(id);
  expectProblem(await agent.api(`GET /entries/${entry.id}`), 'NOT_FOUND');
});
