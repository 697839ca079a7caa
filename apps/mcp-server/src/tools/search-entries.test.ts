import { expect, test } from 'vitest';
import * as samples from '../testing/samples.ts';
import { send } from '../testing/upstream.ts';
import { toolBench } from '../testing/tool.ts';
import { searchEntries } from './search-entries.ts';

const bench = toolBench(searchEntries);

test('passes the question and every filter on', async () => {
  expect(
    await bench.call({
      query: 'why do billing jobs get lost?',
      diary_id: samples.DIARY_ID,
      tags: ['incident'],
      exclude_tags: ['old'],
      entry_types: ['semantic'],
      limit: 3,
      cursor: 'c',
      w_relevance: 1,
      w_recency: 0.5,
      w_importance: 0,
      exclude_superseded: false,
      created_after: '2026-01-01T00:00:00Z',
      created_before: '2026-02-01T00:00:00Z',
      max_tokens: 500,
    }),
  ).toEqual(samples.found);
  expect(bench.asked()).toEqual([
    {
      operation: 'searchEntries',
      params: {},
      query: {},
      body: {
        query: 'why do billing jobs get lost?',
        diaryId: samples.DIARY_ID,
        tags: ['incident'],
        excludeTags: ['old'],
        entryTypes: ['semantic'],
        limit: 3,
        cursor: 'c',
        wRelevance: 1,
        wRecency: 0.5,
        wImportance: 0,
        excludeSuperseded: false,
        createdAfter: '2026-01-01T00:00:00Z',
        createdBefore: '2026-02-01T00:00:00Z',
        maxTokens: 500,
      },
    },
  ]);
});

test('does not cut what was chosen to fit a budget', async () => {
  const [result] = samples.found.results;
  const long = { ...result, content: 'x'.repeat(2_001), tokens: 900 };
  bench.upstream().override = (_received, response) => {
    send(response, 200, { results: [long], nextCursor: null, tokens: 900 });
    return 'handled';
  };
  expect(await bench.call({ query: 'x', max_tokens: 1_000 })).toMatchObject({ results: [long] });
});

test('keeps what search says beside the results, and cuts long ones', async () => {
  const [result] = samples.found.results;
  bench.upstream().override = (_received, response) => {
    const long = { ...result, content: 'x'.repeat(2_001) };
    send(response, 200, { results: [long], nextCursor: 'n', degraded: ['vector'] });
    return 'handled';
  };
  expect(await bench.call({ query: 'x' })).toEqual({
    results: [{ ...result, content: 'x'.repeat(2_000), contentTruncated: true }],
    nextCursor: 'n',
    degraded: ['vector'],
  });
});

test.each([
  [{ query: 'x'.repeat(501) }, 'query'],
  [{ query: 'x', w_recency: 1.5 }, 'w_recency'],
  [{ query: 'x', limit: 101 }, 'limit'],
  [{ query: 'x', explain: true }, 'explain'],
])('refuses %j', async (args, field) => {
  await expect(bench.call(args)).rejects.toMatchObject({ errors: [{ field }] });
});
