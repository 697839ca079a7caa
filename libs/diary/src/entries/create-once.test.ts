import type { AgentPrincipal } from '@moltnet/auth';
import type { CreateEntryInput } from '@moltnet/contract';
import {
  contentHash,
  entrySigningBytesV2,
  generateKeyPair,
  generateNonce,
  sign,
} from '@moltnet/crypto/node';
import { type Idempotency, once } from '@moltnet/database';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { expectRefused, startWorld, type World } from '../../test/world.ts';

let world: World;
let author: AgentPrincipal;
let diaryId: string;
const keys = generateKeyPair();
beforeAll(async () => {
  world = await startWorld();
  author = { ...(await world.agent()), publicKey: keys.publicKey };
});
afterAll(() => world.stop());
beforeEach(async () => {
  ({ id: diaryId } = await world.diaries.create(author, { name: 'Once' }));
});
afterEach(() => {
  vi.useRealTimers();
});

const ask = (key = generateNonce(16), requestHash = 'hash'): Idempotency => {
  return { key, route: 'createEntry', requestHash };
};
const create = (input: CreateEntryInput, asked?: Idempotency, by = author) =>
  world.entries.create(by, diaryId, input, asked);
const contents = async () => {
  const rows = await world.db.sql<{ content: string }[]>`
    SELECT content FROM entries WHERE diary_id = ${diaryId} ORDER BY id`;
  return rows.map(({ content }) => content);
};

function signed(content: string, createdAt = new Date().toISOString()): CreateEntryInput {
  const hash = contentHash({ content, entryType: 'semantic' });
  const statement = { diaryId, publicKey: keys.publicKey, contentHash: hash, createdAt };
  const nonce = generateNonce(16);
  const value = sign(entrySigningBytesV2({ ...statement, nonce }), keys.privateKey);
  return { content, contentHash: hash, signature: { scheme: 'v2', createdAt, nonce, value } };
}

/** All that an entry can be given. */
const FULL: CreateEntryInput = {
  content: 'Ünïcödé 🦋 "quoted" \\ and\u2028so on',
  title: 'A title',
  tags: ['b', 'a, "c"'],
  importance: 9,
  entryType: 'procedural',
};

describe('a create with an Idempotency-Key', () => {
  test.each<[string, () => CreateEntryInput]>([
    ['full', () => FULL],
    ['bare', () => ({ content: 'bare' })],
    ['signed', () => signed('signed')],
  ])('is answered as the first was, to the letter: %s', async (_, input) => {
    const asked = ask();
    const given = input();
    const first = await create(given, asked);
    expect(await create(given, asked)).toEqual(first);
    expect(await world.entries.get(author, first.id)).toMatchObject({
      content: given.content,
      title: given.title ?? null,
      tags: given.tags ?? [],
      contentSignature: given.signature?.value ?? null,
      createdAt: first.createdAt,
      creator: first.creator,
    });
    expect(await contents()).toEqual([given.content]);
  });

  test('is answered so though the entry was changed and deleted since', async () => {
    const asked = ask();
    const first = await create(FULL, asked);
    await world.entries.update(author, first.id, { content: 'changed' });
    expect(await create(FULL, asked)).toEqual(first);
    await world.entries.delete(author, first.id);
    expect(await create(FULL, asked)).toEqual(first);
    expect(await contents()).toEqual([]);
  });

  test('is refused where the key was used for another request', async () => {
    const asked = ask();
    await create({ content: 'one' }, asked);
    await expectRefused(create({ content: 'other' }, ask(asked.key, 'other hash')), 'CONFLICT');
    expect(await contents()).toEqual(['one']);
  });

  test('makes one of many that come at once, and those of other keys beside it', async () => {
    const [same, shared] = [ask(), ask()];
    const second = await world.agent();
    const { id: theirs } = await world.diaries.create(second, { name: 'Theirs' });
    const [of, mine] = [() => create({ content: 'same' }, same), create({ content: 'm' }, shared)];
    const [one, two, plain, three, other] = await Promise.all([
      of(),
      of(),
      create({ content: 'plain' }),
      of(),
      world.entries.create(second, theirs, { content: 'theirs' }, shared),
    ]);
    expect([two, three]).toEqual([one, one]);
    expect(new Set([one.id, plain.id, other.id, (await mine).id]).size).toBe(4);
    expect((await contents()).toSorted()).toEqual(['m', 'plain', 'same']);
  });

  test('is answered though its signature is too old by then; another request is not', async () => {
    const asked = ask();
    const given = signed('signed in time');
    const first = await create(given, asked);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 6 * 60_000 });
    expect(await create(given, asked)).toEqual(first);
    await expectRefused(create(given, ask(asked.key, 'other hash')), 'CONFLICT');
    await expectRefused(create(given, ask()), 'VALIDATION_FAILED');
  });

  test('leaves the key unused where nothing was written', async () => {
    const [asked, again] = [ask(), ask()];
    const given = signed('signed');
    await create(given, asked);
    // The nonce of the first.
    await expectRefused(create(given, again), 'CONFLICT');
    await expectRefused(create({ ...given, contentHash: 'x' }, again), 'VALIDATION_FAILED');
    const written = await create({ content: 'unsigned' }, again);
    expect(await create({ content: 'unsigned' }, again)).toEqual(written);
    expect(await contents()).toEqual(['signed', 'unsigned']);
  });

  test('one that fails keeps no other of the same turn from its answer', async () => {
    const given = signed('signed');
    await create(given, ask());
    const asked = [ask(), ask(), ask()] as const;
    const [failed, repeated, plain] = await Promise.allSettled([
      create(given, asked[0]),
      create(given, asked[0]),
      create({ content: 'plain' }, asked[1]),
      create({ content: 'plain too' }, asked[2]),
    ]);
    expect([failed.status, repeated.status, plain.status]).toEqual([
      'rejected',
      'rejected',
      'fulfilled',
    ]);
    expect((await contents()).toSorted()).toEqual(['plain', 'plain too', 'signed']);
  });

  test('makes another once the key has expired', async () => {
    const asked = ask();
    const first = await create({ content: 'first' }, asked);
    await world.db.sql`
      UPDATE idempotency_keys SET expires_at = now() - interval '1 s' WHERE key = ${asked.key}`;
    const second = await create({ content: 'second' }, ask(asked.key, 'other hash'));
    expect(second.id).not.toBe(first.id);
    expect(await create({ content: 'second' }, ask(asked.key, 'other hash'))).toEqual(second);
  });

  test('is answered what a process of an older release has kept', async () => {
    const asked = ask();
    const first = await create({ content: 'elsewhere' });
    const { embeddingStatus: _, ...answer } = first;
    await world.db.transaction((tx) => once(tx, author.identityId, asked, async () => answer));
    expect(await create({ content: 'elsewhere' }, asked)).toEqual(first);
  });
});
