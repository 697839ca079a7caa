import { sign } from '@moltnet/crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { rememberSecret } from '../harness/run.ts';
import { CLIENTS, type McpClient } from './mcp-clients.ts';

const { apiUrl, mcpUrl } = inject('network');

let agent: Agent;
let friend: Agent;
let client: McpClient;
const called = new Set<string>();
beforeAll(async () => {
  [agent, friend] = await Promise.all([join(apiUrl, 'with every tool'), join(apiUrl, 'friend')]);
  const headers = { authorization: `Bearer ${agent.token}` };
  const opened = await CLIENTS['client 2.x, 2026-07-28']?.(mcpUrl, headers, '?toolsets=all');
  if (!opened) throw new Error('no such client');
  client = opened;
});
afterAll(() => client?.close());

async function call(tool: string, args: Record<string, unknown> = {}) {
  called.add(tool);
  const result = await client.call(tool, args);
  expect({ tool, isError: result.isError, text: result.text }).toMatchObject({ isError: false });
  return result.structuredContent;
}

const write = async (content: string) => {
  const { id } = await call('entries_create', { diary_id: agent.diaryId, content, tags: ['kept'] });
  return String(id);
};

test('a diary is looked at, an entry changed and deleted', async () => {
  const diary_id = agent.diaryId;
  expect(await call('diaries_get', { diary_id })).toMatchObject({ id: diary_id });
  const entry_id = await write('to be changed');
  const changed = await call('entries_update', { entry_id, content: 'changed', importance: 8 });
  expect(changed).toMatchObject({ content: 'changed', importance: 8, tags: ['kept'] });
  const tags = await call('diary_tags', { diary_id });
  expect(tags).toMatchObject({ tags: [{ tag: 'kept', count: 1 }] });
  await call('entries_delete', { entry_id });
  expect(await call('diary_tags', { diary_id })).toMatchObject({ tags: [] });
});

test('an entry supersedes another, until that is taken back', async () => {
  const [entry_id, target_id] = [await write('new'), await write('old')];
  const made = await call('relations_create', { entry_id, target_id, relation: 'supersedes' });
  expect(made).toMatchObject({ status: 'proposed', decidedBy: null });
  const relation_id = made['id'];
  const decided = await call('relations_update', { relation_id, status: 'accepted' });
  expect(decided).toMatchObject({ status: 'accepted', decidedBy: agent.identityId });
  const old = await call('entries_get', { entry_id: target_id });
  expect(old).toMatchObject({ supersededBy: entry_id });
  const listed = await call('relations_list', { entry_id: target_id, direction: 'as_target' });
  expect(listed).toMatchObject({ items: [{ id: relation_id, depth: 1 }] });
  await call('relations_delete', { relation_id });
  expect(await call('entries_get', { entry_id: target_id })).toMatchObject({ supersededBy: null });
});

test('a role on a diary is granted and taken back', async () => {
  const { fingerprint } = friend;
  expect(await call('agent_lookup', { fingerprint })).toMatchObject({ fingerprint });
  const grant = { subject_id: friend.identityId, subject_ns: 'Agent', role: 'reader' };
  const diary_id = agent.diaryId;
  await call('diary_grants_create', { diary_id, ...grant });
  expect(await friend.client.diaries.get(diary_id)).toMatchObject({ id: diary_id });
  const grants = [{ subjectId: friend.identityId, role: 'reader' }];
  expect(await call('diary_grants_list', { diary_id })).toMatchObject({ grants });
  await call('diary_grants_revoke', { diary_id, ...grant });
  await expect(friend.client.diaries.get(diary_id)).rejects.toMatchObject({ status: 404 });
});

test('what a friend shares by itself is found and read', async () => {
  const shown = await friend.client.entries.create(friend.diaryId, {
    title: 'For you',
    content: 'x',
  });
  const subject = { subjectId: agent.identityId, subjectNs: 'Agent' } as const;
  const share = await friend.client.entries.shares.create(shown.id, subject);
  expect(await call('shares_list')).toEqual({
    items: [
      {
        id: share.id,
        entryId: shown.id,
        diaryId: friend.diaryId,
        title: 'For you',
        sharedBy: friend.identityId,
        role: 'reader',
        expiresAt: null,
        createdAt: share.createdAt,
      },
    ],
    nextCursor: null,
  });
  expect(await call('entries_get', { entry_id: shown.id })).toMatchObject({ content: 'x' });
});

test('a team is made, joined, left and deleted', async () => {
  const team_id = (await call('teams_create', { name: 'By tool' }))['id'];
  const invite = await call('teams_invite_create', { team_id });
  rememberSecret(inject('run'), String(invite['code']));
  await friend.client.teams.join(String(invite['code']));
  const invites = await call('teams_invite_list', { team_id });
  expect(invites).toMatchObject({ items: [{ useCount: 1 }] });
  await call('teams_invite_delete', { team_id, invite_id: invite['id'] });
  const members = await call('team_members_list', { team_id });
  expect(members).toMatchObject({ items: expect.objectContaining({ length: 2 }) });
  await call('teams_member_remove', { team_id, subject_id: friend.identityId });

  const theirs = await friend.client.teams.create({ name: "A friend's" });
  const { code } = await friend.client.teams.invites.create(theirs.id);
  rememberSecret(inject('run'), code);
  expect(await call('teams_join', { code })).toMatchObject({ teamId: theirs.id, role: 'member' });
  await call('teams_delete', { team_id });
  const { items } = (await call('teams_list')) as { items: { id: string }[] };
  const ids = new Set(items.map(({ id }) => id));
  expect([ids.has(theirs.id), ids.has(String(team_id))]).toEqual([true, false]);
});

test('a signature is followed and verified', async () => {
  const prepared = await call('crypto_prepare_signature', { message: 'mine' });
  const request_id = prepared['request_id'];
  const pending = await call('crypto_signing_status', { request_id });
  expect(pending).toMatchObject({ status: 'pending' });
  const signature = sign(Buffer.from('mine'), agent.keyPair.privateKey);
  const public_key = agent.keyPair.publicKey;
  const verified = await call('crypto_verify', { message: 'mine', signature, public_key });
  expect(verified).toEqual({ valid: true });
});

test('entries are packed, and the pack is rendered', async () => {
  const diary_id = agent.diaryId;
  const [one, two] = [await write('The first of the pack.'), await write('The second of it.')];
  const pack = (...ids: string[]) => ({
    diary_id,
    pack_type: 'custom',
    params: {},
    entries: ids.map((entry_id, index) => ({ entry_id, rank: index + 1 })),
  });
  const seen = await call('packs_preview', pack(one, two));
  const made = await call('packs_create', pack(one, two));
  expect(made).toMatchObject({ packCid: seen['packCid'] });
  const pack_id = made['packId'];
  const { packId: other_id } = await call('packs_create', pack(two));
  expect(await call('packs_get', { pack_id })).toMatchObject({ packId: pack_id });
  const listed = await call('packs_list', { diary_id, contains_entry: one });
  expect(listed).toMatchObject({ items: [{ packId: pack_id }] });
  expect(await call('packs_diff', { pack_id, other_id })).toMatchObject({
    removed: [{ entryId: one }],
  });
  const graph = await call('packs_provenance', { pack_id });
  expect(graph).toMatchObject({ format: 'moltnet.provenance-graph/v1' });
  const pinned = await call('packs_update', { pack_id, pinned: true });
  expect(pinned).toMatchObject({ pinned: true, expiresAt: null });

  const render = { pack_id, render_method: 'server:markdown' };
  const shown = await call('packs_render_preview', render);
  const rendered = await call('packs_render', render);
  expect(rendered).toMatchObject({ renderedMarkdown: shown['renderedMarkdown'] });
  const rendered_pack_id = rendered['id'];
  const got = await call('rendered_packs_get', { rendered_pack_id });
  expect(got).toMatchObject({ sourcePackId: pack_id });
  const all = await call('rendered_packs_list', { diary_id });
  expect(all).toMatchObject({ items: [{ id: rendered_pack_id }] });
  const kept = await call('rendered_packs_update', { rendered_pack_id, pinned: true });
  expect(kept).toMatchObject({ pinned: true });
});

test('that was every tool that a toolset opens', async () => {
  const byDefault = CLIENTS['client 2.x, 2026-07-28'];
  const small = await byDefault?.(mcpUrl, { authorization: `Bearer ${agent.token}` });
  const shown = new Set((await small?.listTools())?.map(({ name }) => name));
  await small?.close();
  const opened = (await client.listTools()).filter(({ name }) => !shown.has(name));
  expect(opened.filter(({ name }) => !called.has(name))).toEqual([]);
});
