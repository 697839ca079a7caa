import type { Entry, EntryVerification } from '@moltnet/contract';
import {
  contentHash,
  entrySigningBytesV2,
  fingerprint,
  generateKeyPair,
  sign,
  signingInputV1,
  verify,
} from '@moltnet/crypto';
import entryV2 from '@moltnet/crypto/vectors/entry-v2.json' with { type: 'json' };
import { describe, expect, test } from 'vitest';
import { checkEntry, signEntryV2 } from './index.ts';

const diaryId = '018f0000-0000-7000-8000-000000000001';
const { publicKey, privateKey } = generateKeyPair();

describe('signEntryV2', () => {
  test('makes an entry whose signature verifies for this diary, key and time', () => {
    const before = Date.now();
    const signed = signEntryV2(
      { diaryId, content: 'c', title: 't', tags: ['🦀', 'a'], importance: 7 },
      privateKey,
    );
    const { signature, ...rest } = signed;
    expect(rest).toEqual({
      content: 'c',
      title: 't',
      tags: ['🦀', 'a'],
      importance: 7,
      entryType: 'semantic',
      contentHash: contentHash({
        content: 'c',
        title: 't',
        tags: ['a', '🦀'],
        entryType: 'semantic',
      }),
    });
    const { scheme, value, ...stated } = signature!;
    expect(scheme).toBe('v2');
    expect(Object.keys(stated)).toEqual(['createdAt', 'nonce']);
    expect(Date.parse(stated.createdAt)).toBeGreaterThanOrEqual(before);
    const statement = { ...stated, diaryId, publicKey, contentHash: rest.contentHash! };
    expect(verify(entrySigningBytesV2(statement), value, publicKey)).toBe(true);
  });

  test('can name the entry before it, and never uses a nonce twice', () => {
    const first = signEntryV2({ diaryId, content: 'c' }, privateKey);
    const next = signEntryV2({ diaryId, content: 'c', prev: first.contentHash }, privateKey);
    expect(next.signature?.prev).toBe(first.contentHash);
    expect(next.signature?.nonce).not.toBe(first.signature?.nonce);
    expect(next).not.toHaveProperty('prev');
    expect(next).not.toHaveProperty('diaryId');
  });
});

describe('checkEntry', () => {
  const content = { content: 'c', title: null, tags: ['b', 'a'], entryType: 'semantic' } as const;
  const hash = contentHash(content);
  const entry = { ...content, tags: ['b', 'a'], diaryId, contentHash: hash } as Entry;
  const stated = { createdAt: '2026-11-20T00:00:00.000Z', nonce: 'n'.repeat(22) };
  const v2 = verification('v2', {
    ...stated,
    prev: null,
    value: sign(
      entrySigningBytesV2({ ...stated, diaryId, publicKey, contentHash: hash }),
      privateKey,
    ),
  });
  const v1 = verification('v1', {
    nonce: 'nonce',
    createdAt: null,
    prev: null,
    value: sign(signingInputV1(hash, 'nonce'), privateKey),
  });
  const good = { contentHash: hash, hashMatches: true, signatureValid: true };

  test.each([
    ['v1', v1],
    ['v2', v2],
  ])('finds a good %s signature good', (_, found) => {
    expect(checkEntry(entry, found)).toEqual(good);
  });

  test.each<[string, Partial<Entry>]>([
    ['content', { content: 'other' }],
    ['title', { title: 'other' }],
    ['tags', { tags: ['a'] }],
    ['entryType', { entryType: 'episodic' }],
  ])('finds a changed %s, even when the server swears by it', (_, change) => {
    const changed = { ...entry, ...change };
    const result = checkEntry(changed, v2);
    expect(result).toMatchObject({ hashMatches: false, signatureValid: false });
    const rehashed = { ...changed, contentHash: contentHash(changed) };
    expect(checkEntry(rehashed, v2)).toMatchObject({ hashMatches: true, signatureValid: false });
    expect(checkEntry(rehashed, v1)).toMatchObject({ hashMatches: true, signatureValid: false });
  });

  test('a v2 signature does not move to another diary', () => {
    const moved = { ...entry, diaryId: '018f0000-0000-7000-8000-000000000002' };
    expect(checkEntry(moved, v2).signatureValid).toBe(false);
  });

  test('a key that is not the named author’s does not count', () => {
    const other = { ...v2, agentFingerprint: fingerprint(generateKeyPair().publicKey) };
    expect(checkEntry(entry, other).signatureValid).toBe(false);
  });

  test('an unsigned entry has a hash and no signature', () => {
    const unsigned = { ...v2, signed: false, publicKey: null, statement: null };
    expect(checkEntry(entry, unsigned)).toEqual({ ...good, signatureValid: undefined });
  });

  test('agrees with the shared vector of API.md', () => {
    const { statement, signature } = entryV2.vectors[0]!;
    const found = {
      ...verification('v2', {
        createdAt: statement.createdAt,
        nonce: statement.nonce,
        prev: null,
        value: signature,
      }),
      publicKey: entryV2.publicKey,
      agentFingerprint: '21FE-31DF-A154-A261',
    };
    const tested = {
      content: 'test',
      title: null,
      tags: [] as string[],
      entryType: 'episodic',
      diaryId: statement.diaryId,
      contentHash: statement.contentHash,
    } as Entry;
    expect(checkEntry(tested, found)).toEqual({
      contentHash: statement.contentHash,
      hashMatches: true,
      signatureValid: true,
    });
  });

  function verification(
    scheme: 'v1' | 'v2',
    statement: EntryVerification['statement'],
  ): EntryVerification {
    return {
      signed: true,
      hashMatches: true,
      signatureValid: true,
      valid: true,
      contentHash: hash,
      agentFingerprint: fingerprint(publicKey),
      scheme,
      signedAt: stated.createdAt,
      publicKey,
      statement,
    };
  }
});
