import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { join } from '../harness/agents.ts';
import { rememberSecret } from '../harness/run.ts';
import { makeWorld, type World } from '../operations/world.ts';

const network = inject('network');

let world: World;
/** A stranger to the world, by MCP with every toolset open. */
let client: Client;
beforeAll(async () => {
  world = await makeWorld(network);
  const { clientId, clientSecret } = await join(network.apiUrl, 'stranger');
  client = new Client({ name: 'e2e', version: '1.0.0' });
  await client.connect(
    new StreamableHTTPClientTransport(new URL(`${network.mcpUrl}/mcp?toolsets=all`), {
      requestInit: { headers: { 'x-client-id': clientId, 'x-client-secret': clientSecret } },
    }),
  );
});
afterAll(() => client.close());

/** For each argument that names something: what the owner of the world has of that name. */
async function ownersThings() {
  const { owner, friend, diaryId, entryId, teamId, packId } = world;
  const { id: targetId } = await owner.client.entries.create(diaryId, { content: 'in the world' });
  const relation = await owner.client.entries.relations.create(entryId, {
    targetId,
    relation: 'references',
  });
  const { id: inviteId, code } = await owner.client.teams.invites.create(teamId);
  rememberSecret(inject('run'), code);
  const rendered = await owner.client.packs.render(packId, { renderMethod: 'server:markdown' });
  return {
    diary_id: diaryId,
    entry_id: entryId,
    source_id: entryId,
    target_id: targetId,
    relation_id: relation.id,
    contains_entry: entryId,
    pack_id: packId,
    other_id: packId,
    rendered_pack_id: rendered.id,
    team_id: teamId,
    invite_id: inviteId,
    subject_id: friend.identityId,
    request_id: world.signingRequestId,
    signing_request_id: world.signingRequestId,
  };
}

/** Arguments that name nothing, where a tool takes them. */
const PLAIN: Record<string, unknown> = {
  content: 'of a stranger',
  name: 'of a stranger',
  message: 'of a stranger',
  code: 'mlt_inv_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  signature: `${'A'.repeat(86)}==`,
  relation: 'references',
  status: 'accepted',
  subject_ns: 'Agent',
  role: 'reader',
  importance: 9,
  pinned: false,
  pack_type: 'custom',
  params: {},
  entries: [{ entry_id: '018f0000-0000-7000-8000-0000000000ff', rank: 1 }],
  render_method: 'server:markdown',
};

/** Of them a change needs at least one. */
const CHANGES = new Set(['importance', 'pinned']);

/** They take what anybody may know. */
const PUBLIC = new Set(['agent_lookup', 'crypto_verify']);

test('a stranger reaches nothing of the world by any tool', async () => {
  const things: Record<string, string> = await ownersThings();
  const tools = (await client.listTools()).tools.filter(({ name }) => !PUBLIC.has(name));
  expect(tools.length).toBeGreaterThan(25);
  for (const { name, inputSchema } of tools) {
    const { required = [], properties = {} } = inputSchema;
    expect([name, required.filter((key) => !(key in things || key in PLAIN))]).toEqual([name, []]);
    const args = Object.fromEntries(
      Object.keys(properties).flatMap((key) => {
        if (key in things) return [[key, things[key]]];
        return required.includes(key) || CHANGES.has(key) ? [[key, PLAIN[key]]] : [];
      }),
    );
    const {
      isError = false,
      content,
      structuredContent,
    } = await client.callTool({
      name,
      arguments: args,
    });
    const text = JSON.stringify(structuredContent ?? content);
    const named = Object.keys(args).some((key) => key in things);
    const refused = isError && text.includes('(NOT_FOUND, 404)');
    const shown = [world.owner.identityId, ...Object.values(things), 'in the world'];
    expect({
      name,
      answered: named && !refused && text,
      shown: shown.filter((owned) => text.includes(owned)),
    }).toEqual({ name, answered: false, shown: [] });
  }
});

test('and has changed nothing', async () => {
  const { owner, diaryId, entryId, teamId } = world;
  expect(await owner.client.diaries.get(diaryId)).toMatchObject({ name: 'World', revision: 1 });
  expect(await owner.client.entries.get(entryId)).toMatchObject({ importance: 5, revision: 1 });
  expect((await owner.client.teams.get(teamId)).members).toHaveLength(2);
});
