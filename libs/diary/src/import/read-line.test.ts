import {
  contentHash,
  entrySigningBytesV2,
  generateKeyPair,
  sign,
  signingInputV1,
} from '@moltnet/crypto/node';
import { describe, expect, test } from 'vitest';
import { formatOf, parseLine, readLine } from './read-line.ts';
import { readRelation } from './read-relation.ts';

const DIARY = '018f0000-0000-7000-8000-000000000001';
const ID = '018f0000-0000-7000-8000-0000000000aa';
const keyPair = generateKeyPair();

const fields = { title: 'T', content: 'What was learnt', tags: ['b', 'a'], entryType: 'episodic' };
const hash = contentHash(fields);
const entry = {
  type: 'entry',
  id: ID,
  diaryId: DIARY,
  ...fields,
  importance: 7,
  contentHash: hash,
  createdAt: '2026-11-20T07:00:00.123456Z',
  signature: null as unknown,
};

const statement = { createdAt: '2026-11-20T07:00:00.000Z', nonce: 'AAAAAAAAAAAAAAAAAAAAAA' };
const { publicKey, privateKey } = keyPair;
const bytes = entrySigningBytesV2({ ...statement, diaryId: DIARY, publicKey, contentHash: hash });
const v2 = { scheme: 'v2', publicKey, ...statement, prev: null, value: sign(bytes, privateKey) };
const v1 = {
  scheme: 'v1',
  publicKey,
  nonce: 'nonce',
  signedAt: '2026-11-20T07:00:00.000000Z',
  createdAt: null,
  prev: null,
  value: sign(signingInputV1(hash, 'nonce'), privateKey),
};

describe('a line of MoltNet', () => {
  test('is an entry with its origin', () => {
    const [reading] = readLine('moltnet', entry);
    expect(reading).toEqual({
      fields: { ...fields, importance: 7 },
      origin: { format: 'moltnet', id: ID, diaryId: DIARY, createdAt: entry.createdAt },
    });
  });

  test('says who signed it, and only v2 for which diary', () => {
    const [second] = readLine('moltnet', { ...entry, signature: v2 });
    expect(second).toMatchObject({
      origin: { signedBy: publicKey },
      statement: { scheme: 'v2', contentHash: hash, signedAt: statement.createdAt },
    });
    const [first] = readLine('moltnet', { ...entry, signature: v1 });
    expect(first?.origin.signedBy).toBe(publicKey);
    expect(first?.statement).toBeUndefined();
  });

  test.each(['export', 'end'])('of type %s is no entry', (type) => {
    expect(readLine('moltnet', { type })).toEqual([]);
  });

  const other = generateKeyPair();
  test.each<[string, object, RegExp]>([
    ['another content', { content: 'altered' }, /contentHash/],
    ['another hash', { contentHash: 'bafkrei' }, /contentHash/],
    ['no content', { content: '' }, /content is empty/],
    ['too much of it', { content: 'x'.repeat(100_001) }, /more than 100000/],
    ['U+0000', { title: 'a\0b' }, /title holds U\+0000/],
    ['a lone surrogate', { content: '\ud83e' }, /lone surrogate/],
    ['a tag that is none', { tags: ['a', 1] }, /a tag is not text/],
    ['too many tags', { tags: Array.from({ length: 21 }, String) }, /tags/],
    ['an unknown type of entry', { entryType: 'dream' }, /entryType/],
    ['importance beyond ten', { importance: 11 }, /importance/],
    ['an id that is none', { id: '../..' }, /id is no UUID/],
    ['a time that is none', { createdAt: 'yesterday' }, /createdAt/],
    ['an unknown type', { type: 'secret' }, /type/],
    ['a signature by another key', { signature: { ...v2, publicKey: other.publicKey } }, /verify/],
    ['a signature for another diary', { signature: v2, diaryId: ID }, /verify/],
    ['a signature of another time', { signature: { ...v2, createdAt: entry.createdAt } }, /verify/],
    ['a signature with a predecessor', { signature: { ...v2, prev: 'x' } }, /verify/],
    ['half a signature', { signature: { scheme: 'v2' } }, /signature/],
    ['a signature of v3', { signature: { ...v2, scheme: 'v3' } }, /neither v1 nor v2/],
    ['a v1 signature of something else', { signature: { ...v1, nonce: 'other' } }, /verify/],
    ['a key that is none', { signature: { ...v2, publicKey: 'ed25519:' } }, /verify/],
  ])('with %s is refused', (_, change, reason) => {
    expect(() => readLine('moltnet', { ...entry, ...change })).toThrow(reason);
  });
});

describe('a relation', () => {
  const line = {
    sourceId: ID.toUpperCase(),
    targetId: DIARY,
    relation: 'supports',
    status: 'accepted',
  };
  test('is read by the ids of its entries there, and not whose word it was', () => {
    const read = readRelation({ ...line, proposedBy: ID, id: ID });
    expect(read).toEqual({ ...line, sourceId: ID });
    expect(readRelation({ ...line, status: 'rejected' })).toBeUndefined();
  });
  test.each<[string, object, RegExp]>([
    ['of an unknown kind', { relation: 'hates' }, /relation is none/],
    ['without an end', { targetId: undefined }, /targetId/],
    ['of an unknown status', { status: 'maybe' }, /status/],
  ])('%s is refused', (_, change, reason) => {
    expect(() => readRelation({ ...line, ...change })).toThrow(reason);
  });
});

describe('a line of mem0', () => {
  const memory = {
    id: 'b0a1',
    memory: 'Likes sushi',
    hash: 'x',
    user_id: 'alex',
    categories: ['food', 'food', '', 7],
    metadata: { type: 'preference' },
    created_at: '2025-07-21T03:03:31.112-07:00',
    updated_at: null,
  };
  const reading = {
    fields: { content: 'Likes sushi', tags: ['food'], entryType: 'semantic' },
    origin: { format: 'mem0', id: 'b0a1', createdAt: '2025-07-21T10:03:31.112Z' },
  };
  test.each<[string, unknown, unknown[]]>([
    ['one memory', memory, [reading]],
    ['a list', [memory, memory], [reading, reading]],
    ['an answer of its API', { count: 1, results: [memory] }, [reading]],
  ])('%s', (_, line, expected) => {
    expect(readLine('mem0', line)).toEqual(expected);
  });
  test.each<[string, unknown]>([
    ['without a memory', { id: '1' }],
    ['with an empty one', { memory: '' }],
    ['that is no object', 'Likes sushi'],
    ['with one of many that is none', [memory, null]],
  ])('%s is refused', (_, line) => {
    expect(() => readLine('mem0', line)).toThrow(/memory/);
  });
});

describe('a line of the MCP memory server', () => {
  test.each<[string, object, object]>([
    [
      'an entity',
      {
        type: 'entity',
        name: 'John Smith',
        entityType: 'person',
        observations: ['Speaks fluent Spanish', 'Graduated in 2019'],
      },
      {
        fields: {
          title: 'John Smith',
          content: 'Speaks fluent Spanish\nGraduated in 2019',
          tags: ['person'],
          entryType: 'semantic',
        },
        origin: { format: 'mcp-memory', id: 'John Smith' },
      },
    ],
    [
      'an entity of which nothing was observed',
      { type: 'entity', name: 'Anthropic', entityType: '', observations: [] },
      { fields: { title: 'Anthropic', content: 'Anthropic', tags: [] } },
    ],
    [
      'a relation',
      { type: 'relation', from: 'John Smith', to: 'Anthropic', relationType: 'works_at' },
      {
        fields: { content: 'John Smith works_at Anthropic', tags: ['relation', 'works_at'] },
        origin: { format: 'mcp-memory' },
      },
    ],
  ])('%s', (_, line, expected) => {
    expect(readLine('mcp-memory', line)).toMatchObject([expected]);
  });
  test.each<[string, object, RegExp]>([
    ['without a name', { type: 'entity', observations: ['x'] }, /name is not text/],
    ['with a name that is too long', { type: 'entity', name: 'x'.repeat(256) }, /name/],
    ['with an observation that is none', { type: 'entity', name: 'x', observations: [1] }, /obser/],
    [
      'with more than an entry holds',
      { type: 'entity', name: 'x', observations: ['x'.repeat(99_999), 'yy'] },
      /content has more/,
    ],
    ['with half a relation', { type: 'relation', from: 'x', relationType: 'y' }, /to is not text/],
    ['of another type', { type: 'graph' }, /neither entity nor relation/],
  ])('%s is refused', (_, line, reason) => {
    expect(() => readLine('mcp-memory', line)).toThrow(reason);
  });
});

describe('the format', () => {
  test.each<[string | undefined, unknown]>([
    ['moltnet', { type: 'export' }],
    ['moltnet', entry],
    ['mcp-memory', { type: 'entity', name: 'x' }],
    ['mcp-memory', { type: 'relation', relationType: 'x' }],
    ['mem0', { memory: 'x' }],
    ['mem0', { results: [] }],
    ['mem0', []],
    [undefined, { type: 'entry' }],
    [undefined, { content: 'x' }],
    [undefined, null],
    [undefined, 7],
  ])('is %s of %j', (format, line) => {
    expect(formatOf(line)).toBe(format);
  });

  test.each(['', '{', '{"a":1', 'nul', "{'a':1}"])('%j is not JSON', (text) => {
    expect(() => parseLine(text)).toThrow('is not JSON');
  });
});
