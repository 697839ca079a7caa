import type { AgentPrincipal, Principal } from '@moltnet/auth';
import { LIMITS } from '@moltnet/contract';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectRefused, startWorld, type World } from '../../test/world.ts';

let world: World;
let owner: AgentPrincipal;
let friend: AgentPrincipal;
beforeAll(async () => {
  world = await startWorld();
  [owner, friend] = await Promise.all([world.agent(), world.agent()]);
});
afterAll(() => world?.stop());

let teamId: string;
let diaryId: string;
let entryId: string;
beforeEach(async () => {
  teamId = await world.team(owner);
  diaryId = (await world.diaries.create(owner, { name: 'Private' }, { teamId })).id;
  entryId = (await world.entries.create(owner, diaryId, { content: 'worth showing' })).id;
});

const agent = ({ identityId }: Principal) =>
  ({ subjectId: identityId, subjectNs: 'Agent' }) as const;
const share = (by: Principal, whom: Principal) => world.shares.create(by, entryId, agent(whom));
const link = async (by = owner) =>
  (await world.shares.create(by, entryId, { expiresInHours: 1 })).token ?? '';

/** Relations of the entry that the permission service is to be told of. */
async function relations(): Promise<string[]> {
  const rows = await world.db.sql<{ action: string }[]>`
    SELECT action FROM relation_outbox WHERE tuple->>'object' = ${entryId} ORDER BY seq`;
  return rows.map(({ action }) => action);
}

describe('an entry that is shared with an agent', () => {
  beforeEach(() => share(owner, friend));

  test('can be read and verified by that one; nothing else of its diary can', async () => {
    const other = await world.entries.create(owner, diaryId, { content: 'not this one' });
    expect(await world.entries.get(friend, entryId)).toMatchObject({ content: 'worth showing' });
    expect(await world.entries.verify(friend, entryId)).toMatchObject({ hashMatches: true });
    await expectRefused(world.entries.get(friend, other.id), 'NOT_FOUND');
    await expectRefused(world.diaries.get(friend, diaryId), 'NOT_FOUND');
    await expectRefused(world.entries.list(friend, diaryId, {}), 'NOT_FOUND');
    expect((await world.diaries.list(friend, {})).items).toEqual([]);
  });

  test('can be read by that one and no more', async () => {
    const patch = { content: 'changed' };
    await expectRefused(world.entries.update(friend, entryId, patch), 'FORBIDDEN');
    await expectRefused(world.entries.delete(friend, entryId), 'FORBIDDEN');
    await expectRefused(share(friend, await world.agent()), 'FORBIDDEN');
    await expectRefused(world.shares.list(friend, entryId), 'FORBIDDEN');
    const absent = uuidv7();
    expect(await world.entries.deleteMany(friend, [entryId, absent])).toEqual({
      deleted: [],
      skipped: [
        { id: entryId, reason: 'forbidden' },
        { id: absent, reason: 'not_found' },
      ],
    });
  });

  test('does not tell that one which entry has replaced it', async () => {
    const newer = await world.entries.create(owner, diaryId, { content: 'newer' });
    await world.db.sql`UPDATE entries SET superseded_by = ${newer.id} WHERE id = ${entryId}`;
    expect(await world.entries.get(owner, entryId)).toMatchObject({ supersededBy: newer.id });
    expect(await world.entries.get(friend, entryId)).toMatchObject({ supersededBy: null });
  });

  test('is so until the share is taken back, whether or not it was shared twice', async () => {
    const again = await share(owner, friend);
    const { items } = await world.shares.list(owner, entryId);
    expect(items).toEqual([again]);
    await world.shares.delete(owner, entryId, again.id);
    await expectRefused(world.entries.get(friend, entryId), 'NOT_FOUND');
    await expectRefused(world.shares.delete(owner, entryId, again.id), 'NOT_FOUND');
    expect(await relations()).toEqual(['insert', 'delete']);
  });

  test('takes its shares with it when it goes, by whichever way', async () => {
    await world.entries.delete(owner, entryId);
    expect(await relations()).toEqual(['insert', 'delete']);

    entryId = (await world.entries.create(owner, diaryId, { content: 'second' })).id;
    await share(owner, friend);
    await world.entries.deleteMany(owner, [entryId]);
    expect(await relations()).toEqual(['insert', 'delete']);

    entryId = (await world.entries.create(owner, diaryId, { content: 'third' })).id;
    await share(owner, friend);
    await world.diaries.delete(owner, diaryId, { force: false });
    expect(await relations()).toEqual(['insert', 'delete']);
    await expectRefused(world.entries.get(friend, entryId), 'NOT_FOUND');
  });

  test('is still shared when its diary goes to another team, and the new owner sees with whom', async () => {
    const taker = await world.agent();
    const destinationTeamId = await world.team(taker);
    const token = await link();
    const offer = await world.transfers.initiate(owner, diaryId, destinationTeamId);
    await world.transfers.resolve(taker, offer.id, 'accepted');
    expect(await world.entries.get(friend, entryId)).toMatchObject({ id: entryId });
    expect(await world.shares.openLink(token)).toMatchObject({ id: entryId });
    const { items } = await world.shares.list(taker, entryId);
    expect(items).toMatchObject([agent(friend), { subjectId: null }]);
    await expectRefused(world.shares.list(owner, entryId), 'NOT_FOUND');
  });

  test('stays with one who leaves the team of its diary', async () => {
    await world.join(teamId, friend, 'member');
    expect(await world.diaries.get(friend, diaryId)).toMatchObject({ id: diaryId });
    await world.leave(teamId, friend, 'member');
    await expectRefused(world.diaries.get(friend, diaryId), 'NOT_FOUND');
    expect(await world.entries.get(friend, entryId)).toMatchObject({ id: entryId });
  });
});

describe('a link to an entry', () => {
  test('shows its text and its author to anyone, and nothing of its diary', async () => {
    expect(await world.shares.openLink(await link())).toEqual({
      id: entryId,
      title: null,
      content: 'worth showing',
      tags: [],
      injectionRisk: false,
      entryType: 'semantic',
      createdAt: expect.any(String),
      author: {
        fingerprint: owner.fingerprint,
        publicKey: owner.publicKey,
        did: expect.stringMatching(/^did:key:z/),
      },
    });
  });

  test('has a token that is kept nowhere, and a time', async () => {
    const { token = '', ...made } = await world.shares.create(owner, entryId, {
      expiresInHours: 720,
    });
    expect(token).toMatch(/^mlt_share_[\w-]{43}$/);
    expect((await world.shares.list(owner, entryId)).items).toEqual([made]);
    expect(Date.parse(made.expiresAt ?? '') - Date.parse(made.createdAt)).toBe(720 * 3_600_000);
    const rows = await world.db.sql`SELECT * FROM entry_shares`;
    expect(JSON.stringify(rows)).not.toContain(token.slice('mlt_share_'.length));
  });

  test.each<[string, (token: string) => Promise<string>]>([
    ['never was', async (token) => `${token.slice(0, -1)}_`],
    ['is empty', async () => ''],
    [
      'has expired',
      async (token) => {
        await world.db.sql`
          UPDATE entry_shares SET expires_at = now() - interval '1 second'
          WHERE entry_id = ${entryId}`;
        expect((await world.shares.list(owner, entryId)).items).toEqual([]);
        return token;
      },
    ],
    [
      'was taken back',
      async (token) => {
        const [made] = (await world.shares.list(owner, entryId)).items;
        await world.shares.delete(owner, entryId, made?.id ?? '');
        return token;
      },
    ],
    [
      'led to an entry that is gone',
      async (token) => {
        await world.entries.delete(owner, entryId);
        return token;
      },
    ],
  ])('whose token %s leads nowhere, in the same words', async (_, end) => {
    const token = await end(await link());
    await expect(world.shares.openLink(token)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'There is no such resource, or you may not read it.',
    });
  });
});

describe('sharing', () => {
  test.each<[string, 'owner' | 'manager' | 'member', boolean, string]>([
    ['an owner', 'owner', false, 'shared'],
    ['a manager, who writes and does not manage,', 'manager', false, 'FORBIDDEN'],
    ['a manager who is its author', 'manager', true, 'shared'],
    ['a member', 'member', false, 'FORBIDDEN'],
  ])('by %s of the team', async (_, role, isAuthor, expected) => {
    const who = await world.agent();
    await world.join(teamId, who, role);
    if (isAuthor) entryId = (await world.entries.create(who, diaryId, { content: 'mine' })).id;
    const outcome = await share(who, friend).then(
      () => 'shared',
      (error: { code: string }) => error.code,
    );
    expect(outcome).toBe(expected);
  });

  test('by its author ends with what lets that one write', async () => {
    const author = await world.agent();
    await world.join(teamId, author, 'manager');
    entryId = (await world.entries.create(author, diaryId, { content: 'mine' })).id;
    await world.leave(teamId, author, 'manager');
    await expectRefused(share(author, friend), 'NOT_FOUND');
  });

  test('with nobody is not found', async () => {
    const nobody = { ...owner, identityId: uuidv7() };
    await expectRefused(share(owner, nobody), 'NOT_FOUND');
    expect((await world.shares.list(owner, entryId)).items).toEqual([]);
  });

  test.each([
    [{ subjectId: uuidv7() }, ['body.subjectNs']],
    [{ subjectNs: 'Agent' }, ['body.subjectId']],
    [{ subjectId: uuidv7(), subjectNs: 'Agent', expiresInHours: 1 }, ['body.expiresInHours']],
  ] as const)('with %j is refused', async (input, fields) => {
    await expect(world.shares.create(owner, entryId, input)).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      errors: fields.map((field) => ({ field })),
    });
  });

  test('is bounded for each entry, also where the last two come at once', async () => {
    await world.db.sql`
      INSERT INTO entry_shares (id, entry_id, diary_id, token_hash, expires_at, shared_by)
      SELECT gen_random_uuid(), ${entryId}, ${diaryId}, 'hash ' || ${entryId} || n,
             now() + interval '1 hour', ${owner.identityId}
      FROM generate_series(2, ${LIMITS.share.perEntry}) AS n`;
    const outcomes = await Promise.allSettled([link(), share(owner, friend)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'CONFLICT' },
    });
  });

  test('while the entry is deleted leaves no relation without its entry', async () => {
    for (let round = 0; round < 5; round += 1) {
      entryId = (await world.entries.create(owner, diaryId, { content: 'going' })).id;
      await Promise.allSettled([share(owner, friend), world.entries.delete(owner, entryId)]);
      const changes = await relations();
      expect(changes.filter((action) => action === 'insert').length).toBe(
        changes.filter((action) => action === 'delete').length,
      );
    }
  });
});
