import { expect, test } from 'vitest';
import * as samples from '../testing/samples.ts';
import { toolBench } from '../testing/tool.ts';
import { createEntry } from './create-entry.ts';

const bench = toolBench(createEntry);
const { contentHash } = samples.entry;

test('writes an entry with nothing but its content', async () => {
  expect(await bench.call({ diary_id: samples.DIARY_ID, content: 'Fact 🦀' })).toEqual(
    samples.entry,
  );
  expect(bench.asked()).toEqual([
    {
      operation: 'createEntry',
      params: { diaryId: samples.DIARY_ID },
      query: {},
      body: { content: 'Fact 🦀' },
    },
  ]);
});

test('writes a signed entry: names become those of the API at every depth', async () => {
  await bench.call({
    diary_id: samples.DIARY_ID,
    content: 'Fact',
    title: 'T',
    tags: ['a', 'scope:billing'],
    importance: 7,
    entry_type: 'episodic',
    content_hash: contentHash,
    signature: {
      scheme: 'v2',
      created_at: '2026-11-20T00:00:00.000Z',
      nonce: 'AAAAAAAAAAAAAAAAAAAAAA',
      value: samples.SIGNATURE,
    },
  });
  expect(bench.asked()).toMatchObject([
    {
      body: {
        content: 'Fact',
        title: 'T',
        tags: ['a', 'scope:billing'],
        importance: 7,
        entryType: 'episodic',
        contentHash,
        signature: {
          scheme: 'v2',
          createdAt: '2026-11-20T00:00:00.000Z',
          nonce: 'AAAAAAAAAAAAAAAAAAAAAA',
          value: samples.SIGNATURE,
        },
      },
    },
  ]);
});

test('redeems a completed signing request', async () => {
  await bench.call({
    diary_id: samples.DIARY_ID,
    content: 'Fact',
    content_hash: contentHash,
    signing_request_id: samples.REQUEST_ID,
  });
  expect(bench.asked()).toMatchObject([
    { body: { content: 'Fact', contentHash, signingRequestId: samples.REQUEST_ID } },
  ]);
});

test.each<[string, Record<string, unknown>, string, string]>([
  ['a diary by name', { diary_id: 'Private' }, 'diary_id', 'must match format "uuid"'],
  ['no content', { content: '' }, 'content', 'must not have fewer than 1 characters'],
  ['a NUL', { content: 'a\0b' }, 'content', 'is not written as its description says'],
  ['importance 11', { importance: 11 }, 'importance', 'must be <= 10'],
  ['21 tags', { tags: Array(21).fill('a') }, 'tags', 'must not have more than 20 items'],
  ['an empty tag', { tags: ['a', ''] }, 'tags.1', 'must not have fewer than 1 characters'],
  [
    'the name of the API',
    { entryType: 'semantic' },
    'entryType',
    'is not an argument of this tool',
  ],
  [
    'half a signature',
    { signature: { scheme: 'v2', nonce: 'AAAAAAAA', value: samples.SIGNATURE } },
    'signature.created_at',
    'is required',
  ],
])('refuses %s', async (_case, args, field, message) => {
  const call = bench.call({ diary_id: samples.DIARY_ID, content: 'Fact', ...args });
  await expect(call).rejects.toMatchObject({ errors: [{ field, message }] });
  expect(bench.asked()).toEqual([]);
});
