import type { HumanIdentity } from '@moltnet/auth';
import {
  agentReader,
  type Database,
  diaryReader,
  humanReader,
  subjectReader,
  teamReader,
} from '@moltnet/database';
import { givenAgent, testPool } from '@moltnet/database/testing';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { whoami } from '../agents/whoami.ts';
import { createHumans, type Humans } from './humans.ts';

let db: Database;
let stop: () => Promise<void>;
let humans: Humans;
/** What the identity service says, by id. */
const stored = new Map<string, HumanIdentity>();

beforeAll(async () => {
  ({ db, stop } = await testPool(4));
  humans = createHumans({
    db,
    identities: { getHuman: async (id) => stored.get(id) ?? null, missing: async () => [] },
    consents: { end: async () => undefined },
    delivery: { flush: async () => true },
  });
});
afterAll(() => stop());
beforeEach(async () => {
  stored.clear();
  await db.sql`TRUNCATE humans, teams, team_members, diaries, relation_outbox CASCADE`;
});

function person(name: string | null = 'Ada'): HumanIdentity {
  const human = { id: uuidv7(), name };
  stored.set(human.id, human);
  return human;
}

async function count(table: string): Promise<number> {
  const [row] = await db.sql<[{ count: number }]>`SELECT count(*)::int FROM ${db.sql(table)}`;
  return row.count;
}

const belongings = async () => ({
  humans: await count('humans'),
  teams: await count('teams'),
  diaries: await count('diaries'),
  relations: await count('relation_outbox'),
});
const ONE = { humans: 1, teams: 1, diaries: 1, relations: 2 };

describe('somebody who comes for the first time', () => {
  test('gets a personal team and a private diary', async () => {
    const { id } = person();
    await humans.sync(id);
    const subject = { subjectId: id, subjectNs: 'Human' as const };
    const [team] = await teamReader(db).ofMember(subject);
    expect(team).toMatchObject({ name: 'Ada', personal: true, role: 'owner', createdBy: id });
    const { items } = await diaryReader(db).list({ teamIds: [team?.id ?? ''], limit: 10 });
    expect(items).toMatchObject([{ name: 'Private', visibility: 'private', creatorId: id }]);
    expect(await subjectReader(db).unknown([subject])).toEqual([]);
    const principal = { kind: 'human' as const, identityId: id, scopes: [] };
    expect(await whoami(db, principal)).toEqual({
      identityId: id,
      subjectType: 'human',
      humanId: id,
      name: 'Ada',
      scopes: [],
      currentTeamId: team?.id,
    });
  });

  test('gets them once, however many webhooks and requests come at once', async () => {
    const { id, name } = person();
    const come = [() => humans.sync(id), () => humans.welcome({ identityId: id, name })];
    await Promise.all([...come, ...come, ...come].map((one) => one()));
    expect(await belongings()).toEqual(ONE);
  });

  test('gets a team that does not tell their address when they have no name', async () => {
    const { id } = person(null);
    await humans.sync(id);
    const [team] = await teamReader(db).ofMember({ subjectId: id, subjectNs: 'Human' });
    expect(team?.name).toBe('Personal');
  });
});

describe('a webhook', () => {
  test('of who does not exist, or is an agent, changes nothing', async () => {
    const agent = await givenAgent(db);
    const before = await belongings();
    await humans.sync(uuidv7());
    await humans.sync(agent.identityId);
    expect(await belongings()).toEqual(before);
  });

  test('that comes late takes over what is stored now, not what was when it was sent', async () => {
    const { id } = person('Ada');
    await humans.sync(id);
    stored.set(id, { id, name: 'Countess' });
    await humans.sync(id);
    await humans.sync(id);
    expect(await humanReader(db).byIdentityId(id)).toMatchObject({ name: 'Countess' });
    expect(await belongings()).toEqual(ONE);
    stored.set(id, { id, name: null });
    await humans.sync(id);
    expect(await humanReader(db).byIdentityId(id)).toMatchObject({ name: null });
  });
});

test('a member’s name is shown, and a person’s is theirs', async () => {
  const { id } = person('Ada');
  await humans.sync(id);
  const [team] = await teamReader(db).ofMember({ subjectId: id, subjectNs: 'Human' });
  expect(await teamReader(db).members(team?.id ?? '')).toMatchObject([
    { subjectId: id, subjectNs: 'Human', name: 'Ada', fingerprint: null },
  ]);
});

test('who is gone is unauthorized', async () => {
  const principal = { kind: 'human' as const, identityId: uuidv7(), scopes: [] };
  await expect(whoami(db, principal)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
});

describe('settings', () => {
  test('of an agent keep its key and fingerprint', async () => {
    const { identityId: id, publicKey, fingerprint } = await givenAgent(db);
    const traits = { public_key: publicKey, fingerprint };
    const check = (changes: object) =>
      humans.checkSettings({ id, traits: { ...traits, ...changes } });
    expect(await check({})).toBeUndefined();
    expect(await check({ public_key: `ed25519:${'A'.repeat(43)}=` })).toMatchObject({
      trait: 'public_key',
    });
    expect(await check({ public_key: undefined })).toMatchObject({ trait: 'public_key' });
    expect(await check({ fingerprint: '0000-0000-0000-0000' })).toMatchObject({
      trait: 'fingerprint',
    });
    expect(await agentReader(db).byIdentityId(id)).toMatchObject({ publicKey });
  });

  test('of a person are theirs, and bring no key', async () => {
    const { id } = person();
    await humans.sync(id);
    const traits = { email: 'ada@example.com', name: 'Countess' };
    expect(await humans.checkSettings({ id, traits })).toBeUndefined();
    const key = { ...traits, public_key: `ed25519:${'A'.repeat(43)}=` };
    expect(await humans.checkSettings({ id, traits: key })).toMatchObject({ trait: 'public_key' });
  });
});

describe('a token for a person', () => {
  test('says who it speaks for, and they have their team from then on', async () => {
    const { id } = person();
    expect(await humans.tokenClaims(id)).toEqual({
      'moltnet:identity_id': id,
      'moltnet:subject_type': 'human',
    });
    expect(await belongings()).toEqual(ONE);
  });

  test.each([
    ['somebody who does not exist', uuidv7()],
    ['no id', ''],
  ])('is refused for %s', async (_, id) => {
    await expect(humans.tokenClaims(id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await count('humans')).toBe(0);
  });
});
