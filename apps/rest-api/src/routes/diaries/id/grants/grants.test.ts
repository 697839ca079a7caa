import type { DiaryGrant } from '@moltnet/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { join, type Joined } from '../../../../../test/calls.ts';
import { type Network, startNetwork } from '../../../../../test/network.ts';

let network: Network;
let owner: Joined;
let friend: Joined;
let stranger: Joined;
beforeAll(async () => {
  network = await startNetwork();
  const url = await network.startMachine();
  [owner, friend, stranger] = await Promise.all([join(url), join(url), join(url)]);
});
afterAll(() => network?.stop());

const NOBODY = '018f0000-0000-7000-8000-0000000000ff';

const newDiary = async () => (await owner.client.diaries.create({ name: 'Shared' })).id;

const to = (whom: { identityId: string }, role: DiaryGrant['role']): DiaryGrant => ({
  subjectId: whom.identityId,
  subjectNs: 'Agent',
  role,
});

/** What an agent may do with a diary, tried. */
async function powers({ client }: Joined, diaryId: string): Promise<string[]> {
  const tries: [string, () => Promise<unknown>][] = [
    ['read', () => client.diaries.get(diaryId)],
    ['write', () => client.entries.create(diaryId, { content: 'x' })],
    ['manage', () => client.diaries.update(diaryId, { name: 'Renamed' })],
  ];
  const may: string[] = [];
  for (const [verb, attempt] of tries) {
    const done = await attempt().then(
      () => true,
      () => false,
    );
    if (done) may.push(verb);
  }
  return may;
}

describe('a grant', () => {
  test.each<[DiaryGrant['role'], string[]]>([
    ['reader', ['read']],
    ['writer', ['read', 'write']],
    ['manager', ['read', 'write', 'manage']],
  ])('as %s lets one %j at once, and no more once it is revoked', async (role, verbs) => {
    const diaryId = await newDiary();
    expect(await powers(friend, diaryId)).toEqual([]);
    const { grants } = owner.client.diaries;
    expect(await grants.create(diaryId, to(friend, role))).toEqual(to(friend, role));
    expect(await powers(friend, diaryId)).toEqual(verbs);
    await grants.revoke(diaryId, to(friend, role));
    expect(await powers(friend, diaryId)).toEqual([]);
  });

  test('of the same role is given again without effect, of another one is a conflict', async () => {
    const diaryId = await newDiary();
    const { grants } = owner.client.diaries;
    await grants.create(diaryId, to(friend, 'writer'));
    expect(await grants.create(diaryId, to(friend, 'writer'))).toEqual(to(friend, 'writer'));
    await expect(grants.create(diaryId, to(friend, 'reader'))).rejects.toMatchObject({
      status: 409,
      code: 'CONFLICT',
    });
    expect(await grants.list(diaryId)).toEqual({ grants: [to(friend, 'writer')] });
  });

  test('of two roles at the same moment is one of them', async () => {
    for (let round = 0; round < 5; round += 1) {
      const diaryId = await newDiary();
      const { grants } = owner.client.diaries;
      const outcomes = await Promise.allSettled(
        (['reader', 'manager'] as const).map((role) => grants.create(diaryId, to(friend, role))),
      );
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
        reason: { status: 409 },
      });
      const [granted] = (await grants.list(diaryId)).grants;
      const verbs = granted?.role === 'reader' ? ['read'] : ['read', 'write', 'manage'];
      expect(await powers(friend, diaryId)).toEqual(verbs);
    }
  });

  test('to nobody is not found', async () => {
    const { grants } = owner.client.diaries;
    const diaryId = await newDiary();
    const nobody = to({ identityId: NOBODY }, 'reader');
    await expect(grants.create(diaryId, nobody)).rejects.toMatchObject({ status: 404 });
  });

  test('that is not there is revoked, another role than the one named is not', async () => {
    const { grants } = owner.client.diaries;
    const diaryId = await newDiary();
    await grants.revoke(diaryId, to(friend, 'reader'));
    await grants.create(diaryId, to(friend, 'writer'));
    await expect(grants.revoke(diaryId, to(friend, 'reader'))).rejects.toMatchObject({
      status: 409,
    });
    expect(await powers(friend, diaryId)).toEqual(['read', 'write']);
  });

  test('is the managers’ to give, the readers’ to see, and nothing to strangers', async () => {
    const diaryId = await newDiary();
    await owner.client.diaries.grants.create(diaryId, to(friend, 'reader'));
    const grants = [to(friend, 'reader')];
    expect(await friend.client.diaries.grants.list(diaryId)).toEqual({ grants });
    const byFriend = friend.client.diaries.grants.create(diaryId, to(stranger, 'reader'));
    await expect(byFriend).rejects.toMatchObject({ status: 403 });
    const byStranger = stranger.client.diaries.grants.create(diaryId, to(stranger, 'reader'));
    await expect(byStranger).rejects.toMatchObject({ status: 404 });
    await expect(stranger.client.diaries.grants.list(diaryId)).rejects.toMatchObject({
      status: 404,
    });
  });

  test('just given, refuses what it does not give as 403', async () => {
    const diaryId = await newDiary();
    await owner.client.diaries.grants.create(diaryId, to(friend, 'reader'));
    const writing = friend.client.entries.create(diaryId, { content: 'x' });
    await expect(writing).rejects.toMatchObject({ status: 403 });
  });

  test('goes with its diary', async () => {
    const diaryId = await newDiary();
    await owner.client.diaries.grants.create(diaryId, to(friend, 'reader'));
    await owner.client.diaries.delete(diaryId);
    const left = await network.db.sql`
      SELECT FROM relation_outbox WHERE tuple->>'object' = ${diaryId} AND action = 'delete'`;
    expect(left.count).toBe(2);
    await expect(friend.client.diaries.get(diaryId)).rejects.toMatchObject({ status: 404 });
  });
});

describe('a granted diary', () => {
  test('is in the list until it is revoked', async () => {
    const diaryId = await newDiary();
    const listed = async () =>
      (await friend.client.diaries.list({ limit: 100 })).items.map(({ id }) => id);
    expect(await listed()).not.toContain(diaryId);
    await owner.client.diaries.grants.create(diaryId, to(friend, 'reader'));
    expect(await listed()).toContain(diaryId);
    await owner.client.diaries.grants.revoke(diaryId, to(friend, 'reader'));
    expect(await listed()).not.toContain(diaryId);
  });

  test('is in the list of its own team alone where one is selected', async () => {
    const { id, teamId } = await owner.client.diaries.create({ name: 'Narrow' });
    await owner.client.diaries.grants.create(id, to(friend, 'reader'));
    const own = (await friend.client.teams.list()).items[0]?.id ?? '';
    const idsOf = async (team: string) =>
      (await friend.client.diaries.list({ limit: 100 }, { teamId: team })).items.map(
        (diary) => diary.id,
      );
    expect(await idsOf(teamId)).toContain(id);
    expect(await idsOf(own)).not.toContain(id);
  });
});
