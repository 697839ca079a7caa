import { readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { type Agent, join } from '../harness/agents.ts';
import type { SharedNetwork } from '../harness/global-setup.ts';
import { rememberSecret } from '../harness/run.ts';
import { inject } from 'vitest';

/** An agent with one of everything, for requests that must name something. */
export interface World {
  readonly network: SharedNetwork;
  readonly owner: Agent;
  /** Another agent, a member of `teamId`. */
  readonly friend: Agent;
  /** A team of the owner's. */
  readonly teamId: string;
  /** A group of `teamId`; the friend is in it. */
  readonly groupId: string;
  readonly diaryId: string;
  readonly entryId: string;
  /** A pack of the diary's entry. */
  readonly packId: string;
  readonly signingRequestId: string;
  /** What Ory's webhooks send as `X-Ory-Api-Key`. */
  readonly webhookKey: string;
}

/** Makes a world on `network`. */
export async function makeWorld(network: SharedNetwork): Promise<World> {
  const [owner, friend] = await Promise.all([
    join(network.apiUrl, 'owner of a world'),
    join(network.apiUrl, 'friend'),
  ]);
  const team = await owner.client.teams.create({ name: 'World' });
  await befriend({ owner, friend }, team.id);
  const group = await owner.client.groups.create(team.id, { name: 'World' });
  await owner.client.groups.addMember(group.id, {
    subjectId: friend.identityId,
    subjectNs: 'Agent',
  });
  const diary = await owner.client.diaries.create({ name: 'World' });
  const entry = await owner.client.entries.create(diary.id, { content: 'in the world' });
  const { packId } = await owner.client.packs.create(diary.id, {
    packType: 'custom',
    params: {},
    entries: [{ entryId: entry.id, rank: 1 }],
  });
  const request = await owner.client.crypto.createSigningRequest({ message: 'of the world' });
  return {
    network,
    owner,
    friend,
    teamId: team.id,
    groupId: group.id,
    diaryId: diary.id,
    entryId: entry.id,
    packId,
    signingRequestId: request.id,
    webhookKey: secretsOfHome(network.home)['ORY_WEBHOOK_API_KEY'] ?? '',
  };
}

/** Brings the friend into a team of the owner's. */
export async function befriend(
  { owner, friend }: Pick<World, 'owner' | 'friend'>,
  teamId: string,
): Promise<void> {
  const { code } = await owner.client.teams.invites.create(teamId);
  rememberSecret(inject('run'), code);
  await friend.client.teams.join(code);
}

/** The secrets that the launcher made for this home, by the names of their variables. */
export function secretsOfHome(home: string): Record<string, string> {
  const secrets = JSON.parse(readFileSync(joinPath(home, 'secrets.json'), 'utf8')) as Record<
    string,
    string
  >;
  for (const secret of Object.values(secrets)) rememberSecret(inject('run'), secret);
  return secrets;
}
