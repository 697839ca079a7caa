import { Problem, type Scope } from '@moltnet/contract';
import { createDiary } from './create-diary.ts';
import { createEntry } from './create-entry.ts';
import { createGrant } from './create-grant.ts';
import { createInvite } from './create-invite.ts';
import { createPack } from './create-pack.ts';
import { createRelation } from './create-relation.ts';
import { createTeam } from './create-team.ts';
import { deleteEntry } from './delete-entry.ts';
import { deleteInvite } from './delete-invite.ts';
import { deleteRelation } from './delete-relation.ts';
import { deleteTeam } from './delete-team.ts';
import { diffPacks } from './diff-packs.ts';
import { getDiary } from './get-diary.ts';
import { getEntry } from './get-entry.ts';
import { getPackProvenance } from './get-pack-provenance.ts';
import { getPack } from './get-pack.ts';
import { getRenderedPack } from './get-rendered-pack.ts';
import { joinTeam } from './join-team.ts';
import { listDiaries } from './list-diaries.ts';
import { listEntries } from './list-entries.ts';
import { listGrants } from './list-grants.ts';
import { listInvites } from './list-invites.ts';
import { listPacks } from './list-packs.ts';
import { listReceivedShares } from './list-received-shares.ts';
import { listRelations } from './list-relations.ts';
import { listRenderedPacks } from './list-rendered-packs.ts';
import { listTags } from './list-tags.ts';
import { listTeamMembers } from './list-team-members.ts';
import { listTeams } from './list-teams.ts';
import { lookupAgent } from './lookup-agent.ts';
import { prepareSignature } from './prepare-signature.ts';
import { previewPack } from './preview-pack.ts';
import { previewRenderedPack } from './preview-rendered-pack.ts';
import { removeTeamMember } from './remove-team-member.ts';
import { renderPack } from './render-pack.ts';
import { revokeGrant } from './revoke-grant.ts';
import { searchEntries } from './search-entries.ts';
import { signingStatus } from './signing-status.ts';
import { submitSignature } from './submit-signature.ts';
import type { Tool } from './tool.ts';
import { updateEntry } from './update-entry.ts';
import { updatePack } from './update-pack.ts';
import { updateRelation } from './update-relation.ts';
import { updateRenderedPack } from './update-rendered-pack.ts';
import { verifySignature } from './verify-signature.ts';
import { whoami } from './whoami.ts';

/** The tools that every client sees, in this order: enough to remember and to recall. */
export const DEFAULT_TOOLS: readonly Tool[] = [
  whoami,
  searchEntries,
  listEntries,
  getEntry,
  createEntry,
  listDiaries,
  createDiary,
  prepareSignature,
  submitSignature,
];

/** Tools that `?toolsets=` opens, and the scopes that they need beyond those of the default ones. */
interface Toolset {
  readonly tools: readonly Tool[];
  readonly scopes?: readonly Scope[];
}

/** What `?toolsets=` opens besides, by the name that it has there. */
export const TOOLSETS: Readonly<Record<string, Toolset>> = {
  diaries: { tools: [getDiary, listTags, updateEntry, deleteEntry, listReceivedShares] },
  relations: { tools: [createRelation, listRelations, updateRelation, deleteRelation] },
  packs: {
    tools: [
      listPacks,
      getPack,
      previewPack,
      createPack,
      updatePack,
      previewRenderedPack,
      renderPack,
      getPackProvenance,
      diffPacks,
      listRenderedPacks,
      getRenderedPack,
      updateRenderedPack,
    ],
    scopes: ['pack:read', 'pack:write'],
  },
  crypto: { tools: [lookupAgent, signingStatus, verifySignature] },
  grants: { tools: [createGrant, listGrants, revokeGrant], scopes: ['diary:manage'] },
  teams: {
    tools: [
      listTeams,
      createTeam,
      joinTeam,
      deleteTeam,
      listTeamMembers,
      removeTeamMember,
      createInvite,
      listInvites,
      deleteInvite,
    ],
    scopes: ['team:read', 'team:manage'],
  },
};

/** Every tool of this server. */
export const TOOLS: readonly Tool[] = [
  ...DEFAULT_TOOLS,
  ...Object.values(TOOLSETS).flatMap(({ tools }) => tools),
];

/** Scopes that the default tools need. */
const DEFAULT_SCOPES: readonly Scope[] = [
  'agent:profile',
  'crypto:sign',
  'diary:read',
  'diary:write',
];

/** Longer than all names together. */
const MAX_LENGTH = 512;

/** The names in `?toolsets=`, which may stand in a query several times. */
function namesIn(query: unknown): Set<string> {
  const { toolsets } = query as { readonly toolsets?: unknown };
  const asked = [toolsets ?? []].flat().join(',').slice(0, MAX_LENGTH).split(',');
  return new Set(asked.map((name) => name.trim()).filter((name) => name !== ''));
}

/** The sets of these names, in our order. */
function opens(names: ReadonlySet<string>): Toolset[] {
  const opened = Object.entries(TOOLSETS).filter(([name]) => names.has('all') || names.has(name));
  return opened.map(([, set]) => set);
}

/** Scopes that the tools need which a client asked for; what is no toolset opens none. */
export function scopesFor(query: unknown): string[] {
  const opened = opens(namesIn(query));
  return [...DEFAULT_SCOPES, ...opened.flatMap(({ scopes = [] }) => scopes)];
}

/** Scopes that all the tools together need. */
export const TOOL_SCOPES = scopesFor({ toolsets: 'all' });

/**
 * The tools that a client asked for: the default ones and, of `?toolsets=teams,relations`, those
 * sets; with `all` every one.
 *
 * @param query - of the request, as parsed
 * @throws Problem VALIDATION_FAILED for a set that does not exist, naming those that do
 */
export function selectTools(query: unknown): readonly Tool[] {
  const names = namesIn(query);
  const known = [...Object.keys(TOOLSETS), 'all'];
  const unknown = [...names].find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new Problem(
      'VALIDATION_FAILED',
      `There is no toolset ${JSON.stringify(unknown)}. toolsets takes, separated by commas: ${known.join(', ')}.`,
    );
  }
  return [...DEFAULT_TOOLS, ...opens(names).flatMap(({ tools }) => tools)];
}

/** What a model is told that calls a tool which it was not shown. */
export function unknownTool(name: string): string {
  const [set] =
    Object.entries(TOOLSETS).find(([, { tools }]) => tools.some((tool) => tool.name === name)) ??
    [];
  const advice = set === undefined ? '' : ` (opened by ?toolsets=${set} in this server's address)`;
  return `Unknown tool: ${name}${advice}`;
}
