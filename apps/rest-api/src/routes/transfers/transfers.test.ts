import type { DiaryTransfer } from '@moltnet/sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { join, type Joined } from '../../../test/calls.ts';
import { type Network, startNetwork } from '../../../test/network.ts';

let network: Network;
let giver: Joined;
let taker: Joined;
let member: Joined;
let stranger: Joined;
let destinationTeamId: string;
let diaryId: string;
beforeAll(async () => {
  network = await startNetwork();
  const url = await network.startMachine();
  [giver, taker, member, stranger] = await Promise.all([
    join(url),
    join(url),
    join(url),
    join(url),
  ]);
  destinationTeamId = (await taker.client.teams.create({ name: 'Takes over' })).id;
  const { code } = await taker.client.teams.invites.create(destinationTeamId);
  await member.client.teams.join(code);
});
beforeEach(async () => {
  diaryId = (await giver.client.diaries.create({ name: 'To give away' })).id;
});
afterAll(() => network?.stop());

const DAY_MS = 24 * 3_600_000;

const offer = (): Promise<DiaryTransfer> =>
  giver.client.diaries.transfer(diaryId, { destinationTeamId });

/** As if the seven days were over. */
async function letTimePass({ id }: DiaryTransfer): Promise<void> {
  await network.db.sql`
    UPDATE diary_transfers SET expires_at = now() - interval '1 second' WHERE id = ${id}`;
}

test('an offer waits for seven days in the list of who owns the destination', async () => {
  const transfer = await offer();
  expect(transfer).toMatchObject({
    diaryId,
    destinationTeamId,
    initiatedBy: giver.identityId,
    status: 'pending',
  });
  const waits = Date.parse(transfer.expiresAt) - Date.parse(transfer.createdAt);
  expect(waits).toBe(7 * DAY_MS);
  expect((await taker.client.transfers.list()).items).toContainEqual(transfer);
  expect((await member.client.transfers.list()).items).toEqual([]);
  expect((await giver.client.transfers.list()).items).toEqual([]);
});

describe('accepting', () => {
  test('moves the diary with all that its teams may do, and again is the same', async () => {
    const transfer = await offer();
    await expect(taker.client.diaries.get(diaryId)).rejects.toMatchObject({ status: 404 });
    const accepted = { ...transfer, status: 'accepted' };
    expect(await taker.client.transfers.accept(transfer.id)).toEqual(accepted);
    expect(await taker.client.transfers.accept(transfer.id)).toEqual(accepted);
    expect(await member.client.diaries.get(diaryId)).toMatchObject({
      teamId: destinationTeamId,
      revision: 2,
    });
    expect(await taker.client.diaries.update(diaryId, { name: 'Ours' })).toMatchObject({
      name: 'Ours',
    });
    await expect(giver.client.diaries.get(diaryId)).rejects.toMatchObject({ status: 404 });
    await expect(taker.client.transfers.reject(transfer.id)).rejects.toMatchObject({
      code: 'DIARY_TRANSFER_ALREADY_RESOLVED',
    });
  });

  test('is for owners of the destination', async () => {
    const { id } = await offer();
    const accept = ({ client }: Joined) => client.transfers.accept(id);
    await expect(accept(giver)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(accept(member)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(accept(stranger)).rejects.toMatchObject({ code: 'DIARY_TRANSFER_NOT_FOUND' });
  });

  test('and rejecting at the same moment: one of them', async () => {
    const { id } = await offer();
    const { transfers } = taker.client;
    const outcomes = await Promise.allSettled([transfers.accept(id), transfers.reject(id)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

test('rejecting leaves the diary where it is, free to be offered again', async () => {
  const { id } = await offer();
  expect(await taker.client.transfers.reject(id)).toMatchObject({ status: 'rejected' });
  expect(await taker.client.transfers.reject(id)).toMatchObject({ status: 'rejected' });
  expect(await giver.client.diaries.get(diaryId)).toMatchObject({ revision: 1 });
  expect(await offer()).toMatchObject({ status: 'pending' });
});

test('undecided for seven days is over, and free to be offered again', async () => {
  const transfer = await offer();
  await letTimePass(transfer);
  await expect(taker.client.transfers.accept(transfer.id)).rejects.toMatchObject({
    code: 'DIARY_TRANSFER_ALREADY_RESOLVED',
  });
  expect((await taker.client.transfers.list()).items).not.toContainEqual(transfer);
  expect(await offer()).toMatchObject({ status: 'pending' });
  const [row] = await network.db.sql`
    SELECT status FROM diary_transfers WHERE id = ${transfer.id}`;
  expect(row).toEqual({ status: 'expired' });
});

describe('an offer is refused', () => {
  test('while another is pending', async () => {
    await offer();
    await expect(offer()).rejects.toMatchObject({ code: 'DIARY_TRANSFER_PENDING' });
  });

  test('to a personal team, to one that is being founded, to its own and to none', async () => {
    const [personal] = (await taker.client.teams.list()).items;
    const founder = { subjectId: member.identityId, subjectNs: 'Agent', role: 'owner' } as const;
    const founding = await taker.client.teams.create({ name: 'F', foundingMembers: [founder] });
    const own = await giver.client.diaries.get(diaryId);
    const to = (id: string) => giver.client.diaries.transfer(diaryId, { destinationTeamId: id });
    await expect(to(personal?.id ?? '')).rejects.toMatchObject({ code: 'TEAM_PERSONAL_IMMUTABLE' });
    await expect(to(founding.id)).rejects.toMatchObject({ code: 'TEAM_NOT_ACTIVE' });
    await expect(to(own.teamId)).rejects.toMatchObject({ status: 400 });
    await expect(to(diaryId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('by who manages the diary alone, and by a stranger', async () => {
    const grant = { subjectId: member.identityId, subjectNs: 'Agent', role: 'manager' } as const;
    await giver.client.diaries.grants.create(diaryId, grant);
    const by = ({ client }: Joined) => client.diaries.transfer(diaryId, { destinationTeamId });
    await expect(by(member)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(by(stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
