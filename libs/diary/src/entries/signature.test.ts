import { entrySigningBytesV2, generateKeyPair, sign } from '@moltnet/crypto/node';
import { describe, expect, test } from 'vitest';
import { type EntrySignature, acceptV2, verifies } from './signature.ts';

const NOW = Date.parse('2026-11-20T00:00:00.000Z');
const keys = generateKeyPair();
const other = generateKeyPair();
const content = {
  diaryId: '018f0000-0000-7000-8000-000000000001',
  contentHash: 'bafkreiab4otmndlmlx4rjrgyttzmccbuqkzxbdyt6d3tewzsotwjw7fuie',
};

/** What an author sends; `signed` is what it signs where that differs from what it claims. */
function signature(claimed: { createdAt?: string; prev?: string } = {}, signed: object = {}) {
  const statement = {
    createdAt: '2026-11-20T00:00:00.000Z',
    nonce: 'AAAAAAAAAAAAAAAAAAAAAA',
    ...claimed,
  };
  const bytes = entrySigningBytesV2({
    ...statement,
    ...content,
    publicKey: keys.publicKey,
    ...signed,
  });
  return { scheme: 'v2' as const, ...statement, value: sign(bytes, keys.privateKey) };
}

describe('a v2 signature', () => {
  test.each([
    ['now', '2026-11-20T00:00:00.000Z'],
    ['five minutes ago', '2026-11-19T23:55:00Z'],
    ['in five minutes', '2026-11-20T00:05:00.000000Z'],
    ['in another zone', '2026-11-20T01:00:00+01:00'],
  ])('of %s is accepted, its time kept as it was signed', (_, createdAt) => {
    const accepted = acceptV2(signature({ createdAt }), keys.publicKey, content, NOW);
    expect(accepted.createdAtText).toBe(createdAt);
    expect(verifies(accepted, content)).toBe(true);
  });

  test.each(['2026-11-19T23:54:59.999Z', '2026-11-20T00:05:00.001Z', 'no time'])(
    'of %s is refused, and the server says what its clock says',
    (createdAt) => {
      expect(() => acceptV2(signature({ createdAt }), keys.publicKey, content, NOW)).toThrow(
        "off the server's clock, which says 2026-11-20T00:00:00.000Z",
      );
    },
  );

  test.each<[string, object]>([
    ['diary', { diaryId: '018f0000-0000-7000-8000-000000000002' }],
    ['author', { publicKey: other.publicKey }],
    ['content', { contentHash: content.contentHash.replace('4', '5') }],
    ['time', { createdAt: '2026-11-20T00:00:00.001Z' }],
    ['nonce', { nonce: 'BAAAAAAAAAAAAAAAAAAAAA' }],
    ['predecessor', { prev: 'bafkrei' }],
  ])('over another %s is refused', (_, signed) => {
    expect(() => acceptV2(signature({}, signed), keys.publicKey, content, NOW)).toThrow(
      'does not verify',
    );
  });

  test('of another key is refused', () => {
    expect(() => acceptV2(signature(), other.publicKey, content, NOW)).toThrow('does not verify');
  });
});

test('a v1 signature is not taken for a v2 one', () => {
  const accepted: EntrySignature = acceptV2(signature(), keys.publicKey, content, NOW);
  expect(verifies({ ...accepted, scheme: 'v1' }, content)).toBe(false);
});
