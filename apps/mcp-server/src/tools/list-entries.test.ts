import { expect, test } from 'vitest';
import * as samples from '../testing/samples.ts';
import { send } from '../testing/upstream.ts';
import { toolBench } from '../testing/tool.ts';
import { listEntries } from './list-entries.ts';

const bench = toolBench(listEntries);

test('passes every filter on', async () => {
  await bench.call({
    diary_id: samples.DIARY_ID,
    limit: 2,
    cursor: 'c',
    ids: [samples.ENTRY_ID],
    tags: ['a', 'b'],
    exclude_tags: ['c'],
    entry_type: ['semantic', 'episodic'],
    created_after: '2026-01-01T00:00:00Z',
    created_before: '2026-02-01T00:00:00.123456Z',
    exclude_superseded: true,
  });
  expect(bench.asked()).toEqual([
    {
      operation: 'listEntries',
      params: { diaryId: samples.DIARY_ID },
      query: {
        limit: '2',
        cursor: 'c',
        ids: samples.ENTRY_ID,
        tags: 'a,b',
        excludeTags: 'c',
        entryType: 'semantic,episodic',
        createdAfter: '2026-01-01T00:00:00Z',
        createdBefore: '2026-02-01T00:00:00.123456Z',
        excludeSuperseded: 'true',
      },
      body: '',
    },
  ]);
});

test('cuts long entries, and says so', async () => {
  bench.upstream().override = (_received, response) => {
    const long = { ...samples.entry, content: '🦀'.repeat(2_001) };
    send(response, 200, { items: [samples.entry, long], nextCursor: 'next' });
    return 'handled';
  };
  expect(await bench.call({ diary_id: samples.DIARY_ID })).toEqual({
    items: [
      samples.entry,
      { ...samples.entry, content: '🦀'.repeat(2_000), contentTruncated: true },
    ],
    nextCursor: 'next',
  });
});

test('wants a diary', async () => {
  await expect(bench.call({})).rejects.toMatchObject({
    errors: [{ field: 'diary_id', message: 'is required' }],
  });
});
