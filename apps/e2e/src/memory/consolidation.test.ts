import type { Consolidation, Entry } from '@moltnet/contract';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { type Answer, ok } from '../harness/http.ts';
import { expectFields, expectProblem } from '../harness/problems.ts';
import { signedBody } from '../harness/sign-v2.ts';
import { until } from '../harness/until.ts';

const { apiUrl } = inject('network');

let agent: Agent;
let diaryId: string;
const entries: Record<string, Entry> = {};
beforeAll(async () => {
  agent = await join(apiUrl);
  diaryId = (await agent.client.diaries.create({ name: 'To consolidate' })).id;
  const signed = signedBody(agent, diaryId, { content: 'The billing worker drops jobs.' });
  const { items } = await agent.client.entries.createMany(diaryId, [
    { content: 'The billing worker drops jobs.' },
    { content: 'The billing worker drops jobs.', importance: 9 },
    signed,
    { content: 'Sourdough needs flour, salt and a hot oven.', tags: ['bread'] },
  ]);
  for (const [index, name] of ['plain', 'important', 'signed', 'bread'].entries()) {
    entries[name] = items[index]!;
  }
  await until('all is embedded', async () => {
    const { stats } = await consolidated({ threshold: 0.9 });
    return stats.unembedded === 0 ? true : undefined;
  });
});

const ask = (body: object, by = agent): Promise<Answer<Consolidation>> =>
  by.api<Consolidation>(`POST /diaries/${diaryId}/consolidations`, { body });
const consolidated = async (body: object): Promise<Consolidation> => ok(await ask(body));
const idOf = (name: string): string => entries[name]?.id ?? '';

describe('a consolidation', () => {
  test('groups what says the same, the signed one standing for it', async () => {
    const { clusters, stats } = await consolidated({ threshold: 0.9 });
    const [jobs, bread] = clusters;
    expect(jobs).toMatchObject({ representativeId: idOf('signed'), suggestedAction: 'merge' });
    expect(jobs?.entryIds).toEqual([idOf('plain'), idOf('important'), idOf('signed')].sort());
    expect(jobs?.similarity).toBeGreaterThan(0.95);
    expect(bread).toEqual({
      representativeId: idOf('bread'),
      entryIds: [idOf('bread')],
      similarity: 1,
      suggestedAction: 'keep',
    });
    expect(stats).toEqual({
      entries: 4,
      unembedded: 0,
      missing: 0,
      truncated: false,
      clusters: 2,
      merge: 1,
      review: 0,
      keep: 1,
    });
  });

  test('is of the entries that are named, in any order and letter case', async () => {
    const [one, two] = [idOf('important'), idOf('bread')];
    const elsewhere = await agent.client.entries.create(agent.diaryId, { content: 'elsewhere' });
    const { clusters, stats } = await consolidated({
      entryIds: [two, one.toUpperCase(), one, elsewhere.id],
      threshold: 1,
    });
    expect(clusters.map(({ entryIds }) => entryIds).sort()).toEqual([[one], [two]].sort());
    expect(stats).toMatchObject({ entries: 2, missing: 1, keep: 2 });
  });

  test('is of a tag or of a time', async () => {
    const tagged = await consolidated({ tags: ['bread'], threshold: 0.5 });
    expect(tagged.clusters).toMatchObject([{ representativeId: idOf('bread') }]);
    const none = await consolidated({ createdAfter: '2100-01-01T00:00:00Z', threshold: 0.5 });
    expect(none).toMatchObject({ clusters: [], stats: { entries: 0, clusters: 0 } });
  });

  test('is for readers, and changes nothing', async () => {
    const reader = await join(apiUrl);
    const grant = { subjectId: reader.identityId, subjectNs: 'Agent', role: 'reader' } as const;
    await agent.client.diaries.grants.create(diaryId, grant);
    const answer = await reader.client.diaries.consolidate(diaryId, { threshold: 0.9 });
    expect(answer).toEqual(await consolidated({ threshold: 0.9 }));
    const { items } = await agent.client.entries.list(diaryId);
    expect(items.map(({ id, revision }) => [id, revision])).toEqual(
      Object.values(entries)
        .toReversed()
        .map(({ id }) => [id, 1]),
    );
    expectProblem(await ask({ threshold: 0.9 }, await join(apiUrl)), 'NOT_FOUND');
  });

  test.each<[string, object, string]>([
    ['without a threshold', {}, 'body.threshold'],
    ['above 1', { threshold: 1.01 }, 'body.threshold'],
    ['of no entry', { threshold: 1, entryIds: [] }, 'body.entryIds'],
    [
      'of too many',
      {
        threshold: 1,
        entryIds: Array.from({ length: 2_001 }, () => '018f0000-0000-7000-8000-0000000000ff'),
      },
      'body.entryIds',
    ],
    ['of a tag with a NUL', { threshold: 1, tags: ['\0'] }, 'body.tags.0'],
    ['with a field that is unknown', { threshold: 1, merge: true }, 'body.merge'],
  ])('%s is refused', async (_, body, field) => {
    expectFields(await ask(body), [field]);
  });
});

describe('a new entry', () => {
  test('names those of its diary that say the same, once its vector is there', async () => {
    const { id } = await agent.client.diaries.create({ name: 'Similar' });
    const content = 'A bicycle needs oil on its chain before the winter.';
    await agent.client.entries.create(diaryId, { content });
    const first = await agent.client.entries.create(id, { content });
    await agent.client.entries.create(id, { content: 'Parliament passed the budget at night.' });
    const again = await until('the vector is ready in time', async () => {
      const entry = await agent.client.entries.create(id, { content });
      return entry.embeddingStatus === 'ready' ? entry : undefined;
    });
    expect(again.similar).toContainEqual({ id: first.id, score: 1 });
    expect(again.similar?.map((near) => near.id)).not.toContain(again.id);
    const { items } = await agent.client.entries.list(id, { limit: 100 });
    const alike = items.filter((entry) => entry.content === content).map((entry) => entry.id);
    expect(alike).toEqual(expect.arrayContaining(again.similar!.map((near) => near.id)));
    const alone = await agent.client.entries.create(id, { content: 'Bees dance.' });
    expect(alone).not.toMatchObject({ similar: [expect.anything()] });
  });
});
