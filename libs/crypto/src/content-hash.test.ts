import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentHash as vectors, textOf } from '../test/vectors.ts';
import { contentHash, CryptoInputError } from './index.ts';
import * as noble from './index.ts';
import * as node from './node.ts';

describe.each([
  ['noble', noble],
  ['node', node],
] as const)('%s', (_, engine) => {
  test.each(vectors.vectors)('$name', ({ entry, contentHash: expected }) => {
    expect(engine.contentHash({ ...entry, content: textOf(entry.content) })).toBe(expected);
  });

  test.each([
    ['content', { content: '\ud800', entryType: 'semantic' }],
    ['title', { content: 'c', title: '\udc00', entryType: 'semantic' }],
    ['a tag', { content: 'c', tags: ['\ud83e'], entryType: 'semantic' }],
  ])('refuses a lone surrogate in %s', (__, entry) => {
    expect(() => engine.contentHash(entry)).toThrow(CryptoInputError);
  });

  test('refuses a text with a lone surrogate', () => {
    expect(() => engine.textCid('a\ud800')).toThrow(CryptoInputError);
  });
});

test('the engines are equal on any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (content) => {
      const entry = { content, entryType: 'semantic' };
      expect(node.contentHash(entry)).toBe(noble.contentHash(entry));
      expect(node.textCid(content)).toBe(noble.textCid(content));
    }),
  );
});

test('no title is an empty title, no tags are an empty list', () => {
  const bare = contentHash({ content: 'test', entryType: 'episodic' });
  expect(contentHash({ content: 'test', title: '', tags: [], entryType: 'episodic' })).toBe(bare);
  expect(contentHash({ content: 'test', title: null, entryType: 'episodic' })).toBe(bare);
});

test('the order of tags does not matter and their list is not touched', () => {
  const tag = fc.string({ unit: 'binary', maxLength: 12 });
  fc.assert(
    fc.property(fc.array(tag, { maxLength: 20 }), fc.nat(), (tags, by) => {
      const given = Object.freeze([...tags]);
      const turned = tags.map((_, i) => tags[(i + by) % tags.length] ?? '').toReversed();
      const entry = { content: 'c', entryType: 'semantic' };
      expect(contentHash({ ...entry, tags: turned })).toBe(contentHash({ ...entry, tags: given }));
    }),
  );
});

test('tags sort as their UTF-8 bytes do', () => {
  const text = fc.string({ unit: 'binary', maxLength: 6 });
  fc.assert(
    fc.property(fc.array(text, { maxLength: 6 }), (tags) => {
      const sorted = tags.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      const entry = { content: 'c', entryType: 'semantic' };
      expect(contentHash({ ...entry, tags })).toBe(contentHash({ ...entry, tags: sorted }));
    }),
  );
});

test('every part counts', () => {
  const entry = { content: 'c', title: 't', tags: ['a'], entryType: 'semantic' };
  const hashes = [
    entry,
    { ...entry, content: 'd' },
    { ...entry, title: 'u' },
    { ...entry, tags: ['b'] },
    { ...entry, tags: ['a', 'a'] },
    { ...entry, entryType: 'episodic' },
    { ...entry, content: 't', title: 'c' },
  ].map(contentHash);
  expect(new Set(hashes).size).toBe(hashes.length);
});
