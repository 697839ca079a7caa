import { expect, test } from 'vitest';
import type { Seen } from '../test/api-server.ts';
import { serve } from '../test/serve.ts';
import type { MoltNetClient } from './index.ts';

const ID = '019abcde-0000-7000-8000-000000000001';
const PACK = { packType: 'custom' as const, params: {}, entries: [{ entryId: ID, rank: 1 }] };

interface Row {
  name: string;
  call: (client: MoltNetClient) => Promise<unknown>;
  sends: Partial<Omit<Seen, 'headers' | 'body'>> & { body?: unknown; headers?: object };
}

const bearer = { authorization: 'Bearer token' };
const rows: Row[] = [
  {
    name: 'whoami',
    call: (c) => c.whoami(),
    sends: { method: 'GET', path: '/agents/whoami', headers: bearer },
  },
  { name: 'health', call: (c) => c.health(), sends: { method: 'GET', path: '/health' } },
  {
    name: 'discover',
    call: (c) => c.discover(),
    sends: { method: 'GET', path: '/.well-known/moltnet.json' },
  },
  {
    name: 'agents.get',
    call: (c) => c.agents.get('did:key:z6Mk'),
    sends: { method: 'GET', path: '/agents/did%3Akey%3Az6Mk' },
  },
  {
    name: 'diaries.list',
    call: (c) => c.diaries.list({ limit: 5, cursor: 'a b&c' }),
    sends: {
      method: 'GET',
      path: '/diaries',
      query: [
        ['limit', '5'],
        ['cursor', 'a b&c'],
      ],
      headers: bearer,
    },
  },
  {
    name: 'diaries.create',
    call: (c) => c.diaries.create({ name: 'Work' }, { idempotencyKey: 'key-1' }),
    sends: {
      method: 'POST',
      path: '/diaries',
      body: { name: 'Work' },
      headers: { ...bearer, 'idempotency-key': 'key-1', 'content-type': 'application/json' },
    },
  },
  {
    name: 'diaries.get',
    call: (c) => c.diaries.get(ID),
    sends: { method: 'GET', path: `/diaries/${ID}`, headers: bearer },
  },
  {
    name: 'diaries.update',
    call: (c) => c.diaries.update(ID, { visibility: 'public' }, { revision: 3 }),
    sends: {
      method: 'PATCH',
      path: `/diaries/${ID}`,
      body: { visibility: 'public' },
      headers: { ...bearer, 'if-match': '"3"' },
    },
  },
  {
    name: 'diaries.delete',
    call: (c) => c.diaries.delete(ID, { force: true }),
    sends: { method: 'DELETE', path: `/diaries/${ID}`, query: [['force', 'true']] },
  },
  {
    name: 'diaries.tags',
    call: (c) => c.diaries.tags(ID, { prefix: 'sc', entryTypes: ['semantic', 'episodic'] }),
    sends: {
      path: `/diaries/${ID}/tags`,
      query: [
        ['prefix', 'sc'],
        ['entryTypes', 'semantic'],
        ['entryTypes', 'episodic'],
      ],
    },
  },
  {
    name: 'packs.preview',
    call: (c) => c.packs.preview(ID, PACK),
    sends: { method: 'POST', path: `/diaries/${ID}/packs/preview`, body: PACK },
  },
  {
    name: 'packs.create',
    call: (c) => c.packs.create(ID, PACK),
    sends: {
      method: 'POST',
      path: `/diaries/${ID}/packs`,
      body: PACK,
      headers: { 'idempotency-key': expect.stringMatching(/^[\w-]{22}$/) },
    },
  },
  {
    name: 'packs.list',
    call: (c) => c.packs.list({ containsEntry: ID, expand: 'entries' }, { teamId: ID }),
    sends: {
      path: '/packs',
      query: [
        ['containsEntry', ID],
        ['expand', 'entries'],
      ],
      headers: { 'x-moltnet-team-id': ID },
    },
  },
  {
    name: 'packs.listOfDiary',
    call: (c) => c.packs.listOfDiary(ID, { limit: 5 }),
    sends: { path: `/diaries/${ID}/packs`, query: [['limit', '5']] },
  },
  {
    name: 'packs.get',
    call: (c) => c.packs.get(ID, { expand: 'entries' }),
    sends: { path: `/packs/${ID}`, query: [['expand', 'entries']] },
  },
  {
    name: 'packs.update',
    call: (c) => c.packs.update(ID, { pinned: true }, { revision: 2 }),
    sends: {
      method: 'PATCH',
      path: `/packs/${ID}`,
      body: { pinned: true },
      headers: { 'if-match': '"2"' },
    },
  },
  {
    name: 'packs.provenanceByCid',
    call: (c) => c.packs.provenanceByCid('bafyreia', { depth: 3 }),
    sends: { path: '/packs/by-cid/bafyreia/provenance', query: [['depth', '3']] },
  },
  {
    name: 'packs.diff',
    call: (c) => c.packs.diff(ID, 'other'),
    sends: { path: `/packs/${ID}/diff/other` },
  },
  {
    name: 'packs.render',
    call: (c) => c.packs.render(ID, { renderMethod: 'server:markdown' }),
    sends: {
      method: 'POST',
      path: `/packs/${ID}/render`,
      body: { renderMethod: 'server:markdown' },
      headers: { 'idempotency-key': expect.stringMatching(/^[\w-]{22}$/) },
    },
  },
  {
    name: 'renderedPacks.update',
    call: (c) => c.renderedPacks.update(ID, { pinned: true }, { revision: 4 }),
    sends: {
      method: 'PATCH',
      path: `/rendered-packs/${ID}`,
      body: { pinned: true },
      headers: { 'if-match': '"4"' },
    },
  },
  {
    name: 'entries.create',
    call: (c) => c.entries.create(ID, { content: 'a\u2028b 🦀', tags: ['x'] }),
    sends: {
      method: 'POST',
      path: `/diaries/${ID}/entries`,
      body: { content: 'a\u2028b 🦀', tags: ['x'] },
      headers: { 'idempotency-key': expect.stringMatching(/^[\w-]{22}$/) },
    },
  },
  {
    name: 'entries.createMany',
    call: (c) => c.entries.createMany(ID, [{ content: 'a' }], { idempotencyKey: 'key-3' }),
    sends: {
      method: 'POST',
      path: `/diaries/${ID}/entries/batch`,
      body: { entries: [{ content: 'a' }] },
      headers: { 'idempotency-key': 'key-3' },
    },
  },
  {
    name: 'entries.get',
    call: (c) => c.entries.get(ID),
    sends: { method: 'GET', path: `/entries/${ID}` },
  },
  {
    name: 'entries.list',
    call: (c) => c.entries.list(ID, { tags: ['a', 'b'], excludeSuperseded: true }),
    sends: {
      path: `/diaries/${ID}/entries`,
      query: [
        ['tags', 'a'],
        ['tags', 'b'],
        ['excludeSuperseded', 'true'],
      ],
    },
  },
  {
    name: 'entries.update',
    call: (c) => c.entries.update(ID, { title: null }),
    sends: { method: 'PATCH', path: `/entries/${ID}`, body: { title: null } },
  },
  {
    name: 'entries.delete',
    call: (c) => c.entries.delete(ID, { revision: 1 }),
    sends: { method: 'DELETE', path: `/entries/${ID}`, headers: { 'if-match': '"1"' } },
  },
  {
    name: 'entries.deleteMany',
    call: (c) => c.entries.deleteMany([ID, ID]),
    sends: {
      method: 'DELETE',
      path: '/entries',
      query: [
        ['ids', ID],
        ['ids', ID],
      ],
    },
  },
  {
    name: 'entries.search',
    call: (c) => c.entries.search({ query: 'why?', limit: 3 }),
    sends: { method: 'POST', path: '/diaries/search', body: { query: 'why?', limit: 3 } },
  },
  {
    name: 'entries.verify',
    call: (c) => c.entries.verify(ID),
    sends: { method: 'GET', path: `/entries/${ID}/verify` },
  },
  {
    name: 'entries.get with relations',
    call: (c) => c.entries.get(ID, { expand: 'relations', depth: 2 }),
    sends: {
      method: 'GET',
      path: `/entries/${ID}`,
      query: [
        ['expand', 'relations'],
        ['depth', '2'],
      ],
    },
  },
  {
    name: 'entries.relations.create',
    call: (c) => c.entries.relations.create(ID, { targetId: ID, relation: 'supports' }),
    sends: {
      method: 'POST',
      path: `/entries/${ID}/relations`,
      body: { targetId: ID, relation: 'supports' },
      headers: { ...bearer, 'idempotency-key': expect.any(String) },
    },
  },
  {
    name: 'entries.relations.update',
    call: (c) => c.entries.relations.update(ID, { status: 'accepted' }),
    sends: { method: 'PATCH', path: `/relations/${ID}`, body: { status: 'accepted' } },
  },
  {
    name: 'entries.shares.list',
    call: (c) => c.entries.shares.list(ID),
    sends: { method: 'GET', path: `/entries/${ID}/shares`, headers: bearer },
  },
  {
    name: 'entries.shares.received',
    call: (c) => c.entries.shares.received({ limit: 5, cursor: 'a b&c' }),
    sends: {
      method: 'GET',
      path: '/shares',
      query: [
        ['limit', '5'],
        ['cursor', 'a b&c'],
      ],
      headers: bearer,
    },
  },
  {
    name: 'entries.shares.revoke',
    call: (c) => c.entries.shares.revoke(ID, ID),
    sends: { method: 'DELETE', path: `/entries/${ID}/shares`, query: [['shareId', ID]] },
  },
  {
    name: 'entries.shares.open',
    call: (c) => c.entries.shares.open('mlt_share_x'),
    sends: { method: 'GET', path: '/shares/mlt_share_x' },
  },
  {
    name: 'crypto.identity',
    call: (c) => c.crypto.identity(),
    sends: { method: 'GET', path: '/crypto/identity', headers: bearer },
  },
  {
    name: 'crypto.verify',
    call: (c) => c.crypto.verify({ signature: 's', message: 'm', publicKey: 'p' }),
    sends: {
      method: 'POST',
      path: '/crypto/verify',
      body: { signature: 's', message: 'm', publicKey: 'p' },
    },
  },
  {
    name: 'crypto.createSigningRequest',
    call: (c) => c.crypto.createSigningRequest({ message: 'm' }),
    sends: {
      method: 'POST',
      path: '/crypto/signing-requests',
      body: { message: 'm' },
      headers: { ...bearer, 'idempotency-key': expect.any(String) },
    },
  },
  {
    name: 'crypto.listSigningRequests',
    call: (c) => c.crypto.listSigningRequests({ status: ['pending', 'expired'] }),
    sends: {
      path: '/crypto/signing-requests',
      query: [
        ['status', 'pending'],
        ['status', 'expired'],
      ],
    },
  },
  {
    name: 'crypto.getSigningRequest',
    call: (c) => c.crypto.getSigningRequest(ID),
    sends: { method: 'GET', path: `/crypto/signing-requests/${ID}` },
  },
  {
    name: 'crypto.submitSignature',
    call: (c) => c.crypto.submitSignature(ID, { signature: 's' }),
    sends: {
      method: 'POST',
      path: `/crypto/signing-requests/${ID}/sign`,
      body: { signature: 's' },
    },
  },
];

test.each(rows)('$name sends what the contract says', async ({ call, sends }) => {
  const { client, seen } = await serve(() => ({}));
  await call(client);
  expect(seen).toHaveLength(1);
  const { body, headers, ...rest } = sends;
  expect(seen[0]).toMatchObject({ query: [], ...rest });
  expect(seen[0]?.headers).toMatchObject({ accept: 'application/json', ...headers });
  const sent = seen[0]?.body ?? '';
  expect(sent === '' ? undefined : JSON.parse(sent)).toEqual(body);
});

test.each(
  rows.filter(({ name }) =>
    ['health', 'discover', 'agents.get', 'crypto.verify', 'entries.shares.open'].includes(name),
  ),
)('$name is public and sends no token', async ({ call }) => {
  const { client, seen } = await serve(() => ({}));
  await call(client);
  expect(seen[0]?.headers.authorization).toBeUndefined();
});
