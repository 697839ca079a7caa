import type { OperationId } from '@moltnet/contract';
import { describe, expect, test } from 'vitest';
import * as samples from '../testing/samples.ts';
import { toolBench } from '../testing/tool.ts';
import { TOOLS, TOOLSETS } from './registry.ts';

const { DIARY_ID, ENTRY_ID, REQUEST_ID, SIGNATURE } = samples;
const OTHER_ID = '018f0000-0000-7000-8000-0000000000aa';

interface Asked {
  readonly operation: OperationId;
  readonly params?: object;
  readonly query?: object;
  readonly body?: object;
}

const grant = { subject_id: OTHER_ID, subject_ns: 'Agent', role: 'reader' };
const granted = { subjectId: OTHER_ID, subjectNs: 'Agent', role: 'reader' };

// What `params` holds is the caller's own: its names stay as they are.
const pack = {
  pack_type: 'custom',
  params: { made_by: 'me' },
  entries: [{ entry_id: ENTRY_ID, rank: 1 }],
  token_budget: 500,
};
const packed = {
  packType: 'custom',
  params: { made_by: 'me' },
  entries: [{ entryId: ENTRY_ID, rank: 1 }],
  tokenBudget: 500,
};

/** Each tool that a toolset opens, with arguments, and the one request that it makes of them. */
const ROWS: [tool: string, args: object, asked: Asked][] = [
  [
    'agent_lookup',
    { fingerprint: samples.whoami.fingerprint },
    { operation: 'getAgent', params: { fingerprint: samples.whoami.fingerprint } },
  ],
  ['diaries_get', { diary_id: DIARY_ID }, { operation: 'getDiary', params: { id: DIARY_ID } }],
  [
    'diary_tags',
    { diary_id: DIARY_ID, prefix: 'sc', min_count: 2 },
    { operation: 'listTags', params: { id: DIARY_ID }, query: { prefix: 'sc', minCount: '2' } },
  ],
  [
    'entries_update',
    { entry_id: ENTRY_ID, entry_type: 'procedural', importance: 9 },
    {
      operation: 'updateEntry',
      params: { id: ENTRY_ID },
      body: { entryType: 'procedural', importance: 9 },
    },
  ],
  [
    'entries_delete',
    { entry_id: ENTRY_ID },
    { operation: 'deleteEntry', params: { id: ENTRY_ID } },
  ],
  ['shares_list', { limit: 5 }, { operation: 'listReceivedShares', query: { limit: '5' } }],
  [
    'crypto_signing_status',
    { request_id: REQUEST_ID },
    { operation: 'getSigningRequest', params: { id: REQUEST_ID } },
  ],
  [
    'crypto_verify',
    { message: 'm', signature: SIGNATURE, public_key: samples.whoami.publicKey },
    {
      operation: 'verifySignature',
      body: { message: 'm', signature: SIGNATURE, publicKey: samples.whoami.publicKey },
    },
  ],
  [
    'relations_create',
    { entry_id: ENTRY_ID, target_id: OTHER_ID, relation: 'caused_by', status: 'accepted' },
    {
      operation: 'createRelation',
      params: { id: ENTRY_ID },
      body: { targetId: OTHER_ID, relation: 'caused_by', status: 'accepted' },
    },
  ],
  [
    'relations_list',
    { entry_id: ENTRY_ID, direction: 'as_target', depth: 2 },
    {
      operation: 'listRelations',
      params: { id: ENTRY_ID },
      query: { direction: 'as_target', depth: '2' },
    },
  ],
  [
    'relations_update',
    { relation_id: OTHER_ID, status: 'rejected' },
    { operation: 'updateRelation', params: { id: OTHER_ID }, body: { status: 'rejected' } },
  ],
  [
    'relations_delete',
    { relation_id: OTHER_ID },
    { operation: 'deleteRelation', params: { id: OTHER_ID } },
  ],
  [
    'packs_list',
    { diary_id: DIARY_ID, contains_entry: ENTRY_ID, expand: 'entries' },
    {
      operation: 'listDiaryPacks',
      params: { id: DIARY_ID },
      query: { containsEntry: ENTRY_ID, expand: 'entries' },
    },
  ],
  [
    'packs_get',
    { pack_id: OTHER_ID, include_rendered: true },
    { operation: 'getPack', params: { id: OTHER_ID }, query: { includeRendered: 'true' } },
  ],
  [
    'packs_preview',
    { diary_id: DIARY_ID, ...pack },
    { operation: 'previewPack', params: { id: DIARY_ID }, body: packed },
  ],
  [
    'packs_create',
    { diary_id: DIARY_ID, ...pack },
    { operation: 'createPack', params: { id: DIARY_ID }, body: packed },
  ],
  [
    'packs_update',
    { pack_id: OTHER_ID, pinned: true },
    { operation: 'updatePack', params: { id: OTHER_ID }, body: { pinned: true } },
  ],
  [
    'packs_render_preview',
    { pack_id: OTHER_ID, render_method: 'server:markdown' },
    {
      operation: 'previewRenderedPack',
      params: { id: OTHER_ID },
      body: { renderMethod: 'server:markdown' },
    },
  ],
  [
    'packs_render',
    { pack_id: OTHER_ID, render_method: 'agent:blog', rendered_markdown: '# x' },
    {
      operation: 'renderPack',
      params: { id: OTHER_ID },
      body: { renderMethod: 'agent:blog', renderedMarkdown: '# x' },
    },
  ],
  [
    'packs_provenance',
    { pack_id: OTHER_ID, depth: 3 },
    { operation: 'getPackProvenance', params: { id: OTHER_ID }, query: { depth: '3' } },
  ],
  [
    'packs_diff',
    { pack_id: OTHER_ID, other_id: ENTRY_ID },
    { operation: 'diffPacks', params: { id: OTHER_ID, otherId: ENTRY_ID } },
  ],
  [
    'rendered_packs_list',
    { diary_id: DIARY_ID, limit: 5 },
    { operation: 'listRenderedPacks', params: { id: DIARY_ID }, query: { limit: '5' } },
  ],
  [
    'rendered_packs_get',
    { rendered_pack_id: OTHER_ID },
    { operation: 'getRenderedPack', params: { id: OTHER_ID } },
  ],
  [
    'rendered_packs_update',
    { rendered_pack_id: OTHER_ID, pinned: true },
    { operation: 'updateRenderedPack', params: { id: OTHER_ID }, body: { pinned: true } },
  ],
  [
    'diary_grants_create',
    { diary_id: DIARY_ID, ...grant },
    { operation: 'createDiaryGrant', params: { id: DIARY_ID }, body: granted },
  ],
  [
    'diary_grants_list',
    { diary_id: DIARY_ID },
    { operation: 'listDiaryGrants', params: { id: DIARY_ID } },
  ],
  [
    'diary_grants_revoke',
    { diary_id: DIARY_ID, ...grant },
    { operation: 'deleteDiaryGrant', params: { id: DIARY_ID }, body: granted },
  ],
  ['teams_list', {}, { operation: 'listTeams' }],
  ['teams_create', { name: 'Ops' }, { operation: 'createTeam', body: { name: 'Ops' } }],
  ['teams_join', { code: 'mlt_inv_x' }, { operation: 'joinTeam', body: { code: 'mlt_inv_x' } }],
  ['teams_delete', { team_id: OTHER_ID }, { operation: 'deleteTeam', params: { id: OTHER_ID } }],
  [
    'team_members_list',
    { team_id: OTHER_ID },
    { operation: 'listTeamMembers', params: { id: OTHER_ID } },
  ],
  [
    'teams_member_remove',
    { team_id: OTHER_ID, subject_id: ENTRY_ID },
    { operation: 'removeTeamMember', params: { id: OTHER_ID, subjectId: ENTRY_ID } },
  ],
  [
    'teams_invite_create',
    { team_id: OTHER_ID, role: 'manager', max_uses: 3 },
    {
      operation: 'createTeamInvite',
      params: { id: OTHER_ID },
      body: { role: 'manager', maxUses: 3 },
    },
  ],
  [
    'teams_invite_list',
    { team_id: OTHER_ID },
    { operation: 'listTeamInvites', params: { id: OTHER_ID } },
  ],
  [
    'teams_invite_delete',
    { team_id: OTHER_ID, invite_id: ENTRY_ID },
    { operation: 'deleteTeamInvite', params: { id: OTHER_ID, inviteId: ENTRY_ID } },
  ],
];

test('every tool of a toolset has a row', () => {
  const tools = Object.values(TOOLSETS).flatMap((set) => set.tools.map(({ name }) => name));
  expect(ROWS.map(([name]) => name).sort()).toEqual(tools.sort());
});

describe.each(ROWS)('%s', (name, args, asked) => {
  const tool = TOOLS.find((each) => each.name === name);
  if (!tool) throw new Error(`no tool ${name}`);
  const bench = toolBench(tool);

  test('makes one request of its arguments', async () => {
    expect(await bench.call(args)).toBeTypeOf('object');
    expect(bench.asked()).toHaveLength(1);
    expect(bench.asked()[0]).toMatchObject({ query: {}, ...asked });
  });

  test('takes no argument that it does not know', async () => {
    const call = bench.call({ ...args, nonsense: true });
    await expect(call).rejects.toMatchObject({ errors: [{ field: 'nonsense' }] });
    expect(bench.asked()).toEqual([]);
  });
});
