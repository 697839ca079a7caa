import { createMoltNetClient, type MoltNetClient } from '@moltnet/sdk';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { join, type Joined } from '../../test/calls.ts';
import { type Network, startNetwork } from '../../test/network.ts';
import { runAdmin } from '../../test/run-admin.ts';

// Each command is a process of its own, and takes seconds to start where the machine is busy.
vi.setConfig({ testTimeout: 120_000 });

let network: Network;
let apiUrl: string;
let scribe: Joined;
beforeAll(async () => {
  network = await startNetwork();
  apiUrl = await network.startMachine();
  scribe = await join(apiUrl);
});
afterAll(() => network?.stop());

/** How the command ends, and what it says. */
async function admin(...args: string[]) {
  const { code, lines } = await runAdmin(network.env, ...args);
  return { code, lines };
}

interface Person {
  readonly identityId: string;
  readonly client: MoltNetClient;
}

/** Somebody who has signed up by a program, and has been here. */
async function person(name: string): Promise<Person> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const begun = await fetch(`${network.oryUrl}/self-service/registration/api`, { headers });
  const flow = (await begun.json()) as { ui: { action: string } };
  const body = JSON.stringify({
    method: 'password',
    password: `correct horse ${uuidv7()}`,
    traits: { email: `${uuidv7()}@example.com`, name },
  });
  const done = await fetch(flow.ui.action, { method: 'POST', headers, body });
  const { session_token: sessionToken } = (await done.json()) as { session_token: string };
  const client = createMoltNetClient({ baseUrl: apiUrl, auth: { sessionToken } });
  const { identityId } = await client.whoami();
  return { identityId, client };
}

async function deleteIdentity(identityId: string): Promise<void> {
  const { ORY_API_KEY: key } = network.env;
  const answer = await fetch(`${network.oryUrl}/admin/identities/${identityId}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${key}` },
  });
  expect(answer.status).toBe(204);
}

/** `table.column` of every row that names somebody, each once. */
async function mentions(identityId: string): Promise<string[]> {
  const columns = await network.db.sql<{ tableName: string; columnName: string }[]>`
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type IN ('uuid', 'text')
    ORDER BY table_name, column_name`;
  const found: string[] = [];
  for (const { tableName, columnName } of columns) {
    const { sql } = network.db;
    const [row] = await sql`
      SELECT 1 FROM ${sql(tableName)} WHERE ${sql(columnName)}::text = ${identityId} LIMIT 1`;
    if (row) found.push(`${tableName}.${columnName}`);
  }
  return found;
}

describe('a person whose identity was deleted', () => {
  test('is erased whole, and stays the author of what is others’', async () => {
    const ada = await person('Ada');
    const reader = { subjectId: scribe.identityId, subjectNs: 'Agent', role: 'reader' } as const;
    const theirs = { subjectId: ada.identityId, subjectNs: 'Human', role: 'writer' } as const;

    const alone = await ada.client.teams.create({ name: 'Ada alone' });
    const lost = await ada.client.diaries.create({ name: 'Lost' }, { teamId: alone.id });
    await ada.client.diaries.grants.create(lost.id, reader);
    await ada.client.entries.create(lost.id, { content: 'Ada’s own' });

    const team = await scribe.client.teams.create({ name: 'Research' });
    const { code } = await scribe.client.teams.invites.create(team.id, { role: 'manager' });
    await ada.client.teams.join(code);
    const kept = await scribe.client.diaries.create({ name: 'Kept' }, { teamId: team.id });
    const entry = await ada.client.entries.create(kept.id, { content: 'Ada was here' });
    const group = await scribe.client.groups.create(team.id, { name: 'Readers' });
    await scribe.client.groups.addMember(group.id, {
      subjectId: ada.identityId,
      subjectNs: 'Human',
    });

    const mine = await scribe.client.diaries.create({ name: 'Mine' });
    await scribe.client.diaries.grants.create(mine.id, theirs);
    const { id: sharedId } = await scribe.client.entries.create(mine.id, { content: 'shared' });
    await scribe.client.entries.shares.create(sharedId, {
      subjectId: ada.identityId,
      subjectNs: 'Human',
    });

    expect(await admin('people', 'erase', ada.identityId)).toEqual({
      code: 1,
      lines: ['This identity exists: delete it in Ory first.'],
    });
    await deleteIdentity(ada.identityId);
    expect(await admin('people', 'erase', ada.identityId)).toEqual({
      code: 0,
      lines: ['erased: 2 teams, 2 diaries'],
    });

    expect(await mentions(ada.identityId)).toEqual(['entries.author_id']);
    const { identityId } = ada;
    expect(await scribe.client.entries.get(entry.id)).toMatchObject({
      creator: { kind: 'human', humanId: identityId, identityId },
    });
    expect((await scribe.client.teams.get(team.id)).members).toMatchObject([
      { subjectId: scribe.identityId },
    ]);
    await expect(scribe.client.diaries.get(lost.id)).rejects.toMatchObject({ status: 404 });
    expect(await admin('relations', 'reconcile')).toEqual({
      code: 0,
      lines: ['0 missing, 0 surplus found'],
    });
    expect(await admin('people', 'erase', ada.identityId)).toEqual({
      code: 0,
      lines: ['erased: 0 teams, 0 diaries'],
    });
  });

  test('leaves a team to its managers, and without any to nobody', async () => {
    const [bob, eve] = [await person('Bob'), await person('Eve')];
    const led = await bob.client.teams.create({ name: 'Led' });
    const { code } = await bob.client.teams.invites.create(led.id, { role: 'manager' });
    await scribe.client.teams.join(code);
    const orphaned = await bob.client.teams.create({ name: 'Orphaned' });
    const invite = await bob.client.teams.invites.create(orphaned.id);
    await eve.client.teams.join(invite.code);
    const founding = await eve.client.teams.create({
      name: 'Never founded',
      foundingMembers: [{ subjectId: bob.identityId, subjectNs: 'Human', role: 'member' }],
    });

    await deleteIdentity(bob.identityId);
    expect(await admin('people', 'erase', bob.identityId)).toEqual({
      code: 0,
      lines: ['erased: 2 teams, 1 diaries', `without an owner: team ${orphaned.id}`],
    });
    expect((await scribe.client.teams.get(led.id)).members).toMatchObject([
      { subjectId: scribe.identityId, role: 'owner' },
    ]);
    await scribe.client.teams.delete(led.id);
    expect((await eve.client.teams.get(orphaned.id)).members).toMatchObject([{ role: 'member' }]);
    await expect(eve.client.teams.get(founding.id)).rejects.toMatchObject({ status: 404 });
    expect(await admin('relations', 'reconcile')).toEqual({
      code: 0,
      lines: ['0 missing, 0 surplus found'],
    });
  });

  test('is nobody to share with', async () => {
    const zoe = await person('Zoe');
    const { id } = await scribe.client.diaries.create({ name: 'Private again' });
    await deleteIdentity(zoe.identityId);
    await admin('people', 'erase', zoe.identityId);
    const grant = { subjectId: zoe.identityId, subjectNs: 'Human', role: 'reader' } as const;
    await expect(scribe.client.diaries.grants.create(id, grant)).rejects.toMatchObject({
      status: 404,
    });
  });
});

test('who is gone is listed with since when', async () => {
  const mia = await person('Mia');
  expect(await admin('people', 'gone')).toEqual({ code: 0, lines: ['0 gone'] });
  await network.db.sql`
    UPDATE humans SET gone_since = '2026-11-20T10:00:00.000001Z'
    WHERE identity_id = ${mia.identityId}`;
  expect(await admin('people', 'gone')).toEqual({
    code: 1,
    lines: [`${mia.identityId} 2026-11-20T10:00:00.000001Z`, '1 gone'],
  });
});

test('what is no identity id is refused', async () => {
  expect(await admin('people', 'erase', 'everybody')).toEqual({
    code: 1,
    lines: ['An identity id is a UUID.'],
  });
});
