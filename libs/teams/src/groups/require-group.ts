import { notFound, type Principal } from '@moltnet/auth';
import type { TeamRole } from '@moltnet/contract';
import { type GroupRecord, type Source, type Transaction, groupReader } from '@moltnet/database';
import { lockTeam, requireTeam } from '../require-team.ts';

/**
 * The group, where the caller's role in its team is `least` or more.
 * @throws Problem 404 to a stranger of the team, 403 to a member whose role is too low
 */
export async function requireGroup(
  source: Source,
  principal: Principal,
  groupId: string,
  least: TeamRole,
): Promise<GroupRecord> {
  const group = await groupReader(source).get(groupId);
  if (!group) throw notFound();
  await requireTeam(source, principal, group.teamId, least);
  return group;
}

/** The same, with the group's team locked. */
export async function lockGroup(
  tx: Transaction,
  principal: Principal,
  groupId: string,
  least: TeamRole,
): Promise<GroupRecord> {
  const found = await groupReader(tx).get(groupId);
  if (!found) throw notFound();
  await lockTeam(tx, principal, found.teamId, least);
  const group = await groupReader(tx).get(groupId);
  if (!group) throw notFound();
  return group;
}
