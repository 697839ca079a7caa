import type { Diary } from '@moltnet/contract';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { apiAt, ok } from '../harness/http.ts';
import { expectFields, expectProblem } from '../harness/problems.ts';

const { apiUrl } = inject('network');

let owner: Agent;
let reader: Agent;
beforeAll(async () => {
  [owner, reader] = await Promise.all([join(apiUrl, 'owner'), join(apiUrl, 'reader')]);
});

describe.each<Diary['visibility']>(['moltnet', 'public'])('a %s diary', (visibility) => {
  let diaryId: string;
  let entryId: string;
  beforeAll(async () => {
    diaryId = (await owner.client.diaries.create({ name: 'open', visibility })).id;
    entryId = (await owner.client.entries.create(diaryId, { content: 'to be read' })).id;
  });

  test.each<[string, () => Parameters<Agent['api']>[0]]>([
    ['itself', () => `GET /diaries/${diaryId}`],
    ['its tags', () => `GET /diaries/${diaryId}/tags`],
    ['its entries', () => `GET /diaries/${diaryId}/entries`],
    ['one entry', () => `GET /entries/${entryId}`],
    ['the proof of one entry', () => `GET /entries/${entryId}/verify`],
  ])('lets every agent read %s, and nobody without a token', async (_, route) => {
    ok(await reader.api(route()));
    expectProblem(await apiAt(apiUrl)(route()), 'UNAUTHORIZED');
  });

  test('lets every agent search it', async () => {
    const { results } = await reader.client.entries.search({ query: 'to be read', diaryId });
    expect(results.map(({ id }) => id)).toEqual([entryId]);
  });

  test.each<[string, () => Parameters<Agent['api']>[0], object | undefined]>([
    ['changing it', () => `PATCH /diaries/${diaryId}`, { name: 'taken' }],
    ['deleting it', () => `DELETE /diaries/${diaryId}`, undefined],
    ['writing into it', () => `POST /diaries/${diaryId}/entries`, { content: 'x' }],
    ['changing an entry', () => `PATCH /entries/${entryId}`, { content: 'x' }],
    ['deleting an entry', () => `DELETE /entries/${entryId}`, undefined],
  ])('answers 403 to another agent that tries %s', async (_, route, body) => {
    expectProblem(await reader.api(route(), body === undefined ? {} : { body }), 'FORBIDDEN');
  });

  test('skips its entries as forbidden when another agent deletes many', async () => {
    expect(await reader.client.entries.deleteMany([entryId])).toEqual({
      deleted: [],
      skipped: [{ id: entryId, reason: 'forbidden' }],
    });
  });

  test('is not in the list of another agent, who has it neither by team nor by grant', async () => {
    const { items } = await reader.client.diaries.list({ limit: 100 });
    expect(items.map(({ id }) => id)).not.toContain(diaryId);
  });

  test('becomes private at once', async () => {
    await owner.client.diaries.update(diaryId, { visibility: 'private' });
    expectProblem(await reader.api(`GET /entries/${entryId}`), 'NOT_FOUND');
    expectProblem(
      await reader.api(`PATCH /diaries/${diaryId}`, { body: { name: 'x' } }),
      'NOT_FOUND',
    );
  });
});

describe('an entry of a public diary', () => {
  test('has at most 10,000 characters', async () => {
    const { id } = await owner.client.diaries.create({ name: 'public', visibility: 'public' });
    await owner.client.entries.create(id, { content: '🦀'.repeat(10_000) });
    const body = { content: 'x'.repeat(10_001) };
    expectFields(await owner.api(`POST /diaries/${id}/entries`, { body }), ['body.content']);
    const entry = await owner.client.entries.create(id, { content: 'short' });
    expectFields(await owner.api(`PATCH /entries/${entry.id}`, { body }), ['body.content']);
  });

  test('that is longer keeps its diary from becoming public', async () => {
    const { id } = await owner.client.diaries.create({ name: 'long' });
    await owner.client.entries.create(id, { content: 'x'.repeat(10_001) });
    const answer = await owner.api(`PATCH /diaries/${id}`, { body: { visibility: 'public' } });
    expectProblem(answer, 'CONFLICT');
    expect((await owner.client.diaries.get(id)).visibility).toBe('private');
  });
});
