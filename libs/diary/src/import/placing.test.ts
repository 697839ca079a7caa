import type { AgentKeyRecord, EntrySignatureRecord } from '@moltnet/database';
import { contentHash } from '@moltnet/crypto/node';
import { describe, expect, test } from 'vitest';
import { digestOf, type Known, type Placing, placingOf, proofKey } from './placing.ts';
import type { Reading } from './reading.ts';

const DIARY = '018f0000-0000-7000-8000-000000000001';
const OTHER_DIARY = '018f0000-0000-7000-8000-000000000002';
const ID = '018f0000-0000-7000-8000-0000000000aa';
const PROVEN_ID = '018f0000-0000-7000-8000-0000000000bb';
const NOW = Date.parse('2026-11-20T12:00:00Z');

const fields = { content: 'what was learnt', entryType: 'semantic' } as const;
const origin = { format: 'moltnet', id: ID, diaryId: DIARY } as const;
const hash = contentHash(fields);
const statement: NonNullable<Reading['statement']> = {
  scheme: 'v2',
  publicKey: 'ed25519:key',
  nonce: 'nonce',
  signedAt: '2026-11-20T11:00:00Z',
  createdAtText: '2026-11-20T11:00:00Z',
  prev: null,
  value: 'value',
  signingRequestId: null,
  contentHash: hash,
};
const key: AgentKeyRecord = {
  id: ID,
  identityId: 'author',
  publicKey: statement.publicKey,
  fingerprint: '',
  validFrom: '2026-11-01T00:00:00.000000Z',
  validUntil: null,
};
const retired = { ...key, validUntil: '2026-11-20T11:30:00.000000Z' };
const proof: EntrySignatureRecord = {
  ...statement,
  entryId: PROVEN_ID,
  diaryId: DIARY,
  authorId: 'author',
};

const known = (given: Partial<Known> = {}): Known => ({
  diaryId: DIARY,
  now: NOW,
  entries: new Map(),
  digests: new Set(),
  keys: new Map([[key.publicKey, key]]),
  proofs: new Map(),
  ...given,
});
const signed: Reading = { fields, origin, statement };
const digest = digestOf(fields, origin);
const own = (from: Reading['origin'] = origin): Placing => ({
  kind: 'own',
  digest: digestOf(fields, from),
});
const keys = (record: AgentKeyRecord) => new Map([[record.publicKey, record]]);
const proofs = (record: EntrySignatureRecord) =>
  new Map([[proofKey(record.authorId, record.nonce), record]]);
const hereAs = (id: string, contentHashOfIt = hash, diaryId = DIARY) =>
  new Map([[id, { diaryId, contentHash: contentHashOfIt }]]);

describe('an imported entry', () => {
  test.each<[string, Reading, Known, Placing]>([
    ['that is not signed is the importer’s own', { fields, origin }, known(), own()],
    [
      'that is here is skipped',
      { fields, origin },
      known({ entries: hereAs(ID) }),
      { kind: 'here-already' },
    ],
    [
      'that has changed here since is the importer’s own',
      { fields, origin },
      known({ entries: hereAs(ID, 'another') }),
      own(),
    ],
    [
      'whose id is that of another diary’s is the importer’s own',
      { fields, origin },
      known({ entries: hereAs(ID, hash, OTHER_DIARY) }),
      own(),
    ],
    [
      'that was imported before is skipped',
      { fields, origin },
      known({ digests: new Set([digest]) }),
      { kind: 'here-already' },
    ],
    [
      'that is signed for this diary with a key in use keeps its author',
      signed,
      known(),
      { kind: 'kept', authorId: 'author' },
    ],
    [
      'that is signed for another diary is the importer’s own',
      { ...signed, origin: { ...origin, diaryId: OTHER_DIARY } },
      known(),
      own({ ...origin, diaryId: OTHER_DIARY }),
    ],
    [
      'that is signed with a key of nobody here is the importer’s own',
      signed,
      known({ keys: new Map() }),
      own(),
    ],
    [
      'that is signed with a replaced key is the importer’s own',
      signed,
      known({ keys: keys(retired) }),
      own(),
    ],
    [
      'that is signed with a replaced key, and was seen here, keeps its author and its id',
      signed,
      known({ keys: keys(retired), proofs: proofs(proof) }),
      { kind: 'kept', authorId: 'author', entryId: PROVEN_ID },
    ],
    [
      'whose proof and text are here is skipped',
      signed,
      known({ proofs: proofs(proof), entries: hereAs(PROVEN_ID) }),
      { kind: 'here-already' },
    ],
    [
      'that is signed for before the key was there is the importer’s own',
      { ...signed, statement: { ...statement, signedAt: '2026-10-31T23:54:00Z' } },
      known(),
      own(),
    ],
    [
      'that is signed for tomorrow is the importer’s own',
      { ...signed, statement: { ...statement, signedAt: '2026-11-21T12:00:00Z' } },
      known(),
      own(),
    ],
  ])('%s', (_, reading, facts, expected) => {
    expect(placingOf(reading, facts)).toEqual(expected);
  });

  test('whose nonce has signed something else is refused', () => {
    const facts = known({ proofs: proofs({ ...proof, value: 'another' }) });
    expect(() => placingOf(signed, facts)).toThrow('its nonce has signed another entry');
  });
});
