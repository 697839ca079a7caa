import {
  createOry,
  diaryGrant,
  diaryTeam,
  entryShare,
  type RelationChange,
  projectUrls,
} from '@moltnet/auth';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { join, type Joined } from '../../test/calls.ts';
import { type Network, startNetwork } from '../../test/network.ts';
import { runAdmin } from '../../test/run-admin.ts';

// Each command is a process of its own, and takes seconds to start where the machine is busy.
vi.setConfig({ testTimeout: 120_000 });

let network: Network;
let owner: Joined;
let friend: Joined;
let diaryId: string;
beforeAll(async () => {
  network = await startNetwork();
  const url = await network.startMachine();
  [owner, friend] = await Promise.all([join(url), join(url)]);
  diaryId = (await owner.client.diaries.create({ name: 'Shared' })).id;
});
afterAll(() => network?.stop());

/** How the command ends, and what it says. */
async function admin(...args: string[]) {
  const { code, lines } = await runAdmin(network.env, 'relations', ...args);
  return { code, lines };
}

/** Changes the permission service behind the database's back. */
async function keto(change: RelationChange): Promise<void> {
  const { ORY_PROJECT_URL: projectUrl, ORY_API_KEY: apiKey } = network.env;
  const ory = createOry({ urls: projectUrls(projectUrl), apiKey, timeoutMs: 5_000 });
  await ory.relations.apply([change]);
  ory.close();
}

test('a permission service that lost and made up relations is found out and set right', async () => {
  expect(await admin('reconcile')).toEqual({ code: 0, lines: ['0 missing, 0 surplus found'] });

  const grant = `Diary:${diaryId}#readers@Agent:${friend.identityId}`;
  const { teamId } = await owner.client.diaries.get(diaryId);
  await keto({ action: 'delete', tuple: diaryTeam(diaryId, teamId) });
  const subject = { subjectId: friend.identityId, subjectNs: 'Agent' } as const;
  await keto({ action: 'insert', tuple: diaryGrant({ ...subject, diaryId, role: 'reader' }) });
  expect(await friend.client.diaries.get(diaryId)).toMatchObject({ id: diaryId });

  const lines = [`+ Diary:${diaryId}#team@Team:${teamId}`, `- ${grant}`];
  expect(await admin('reconcile')).toEqual({
    code: 1,
    lines: [...lines, '1 missing, 1 surplus found'],
  });
  expect(await admin('reconcile', '--repair')).toEqual({
    code: 0,
    lines: [...lines, '1 missing, 1 surplus repaired'],
  });
  expect(await admin('reconcile')).toEqual({ code: 0, lines: ['0 missing, 0 surplus found'] });
  expect(await owner.client.diaries.get(diaryId)).toMatchObject({ id: diaryId });
});

test('a share of one entry that it lost is given back', async () => {
  const { client } = owner;
  const { id: entryId } = await client.entries.create(diaryId, { content: 'shared' });
  const subject = { subjectId: friend.identityId, subjectNs: 'Agent' } as const;
  await client.entries.shares.create(entryId, subject);
  await keto({ action: 'delete', tuple: entryShare({ ...subject, entryId }) });
  const missing = `+ DiaryEntry:${entryId}#readers@Agent:${friend.identityId}`;
  expect(await admin('reconcile', '--repair')).toEqual({
    code: 0,
    lines: [missing, '1 missing, 0 surplus repaired'],
  });
  expect(await friend.client.entries.get(entryId)).toMatchObject({ content: 'shared' });
});

test('what was refused for good is listed, and cleared by a repair', async () => {
  await network.db.sql`
    INSERT INTO relation_outbox (action, tuple, failed_at, last_error)
    VALUES ('insert', ${network.db.sql.json({ ...diaryTeam(diaryId, diaryId) } as never)}, now(), 'HTTP 400')`;
  const { code, lines } = await admin('dead-letters');
  expect([code, lines.length]).toEqual([1, 2]);
  expect(lines[0]).toContain(`insert Diary:${diaryId}#team@Team:${diaryId}: HTTP 400`);
  await admin('reconcile', '--repair');
  expect(await admin('dead-letters')).toEqual({ code: 0, lines: ['0 set aside'] });
});
