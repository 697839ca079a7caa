import type { Principal } from '@moltnet/auth';
import type { TeamWithMembers } from '@moltnet/contract';
import { teamReader } from '@moltnet/database';
import type { TeamDependencies } from '../dependencies.ts';
import { memberView } from '../members/member-view.ts';
import { requireTeam } from '../require-team.ts';
import { teamView } from './team-view.ts';

/** @throws Problem 404 to a stranger of the team */
export async function getTeam(
  { db }: TeamDependencies,
  principal: Principal,
  teamId: string,
): Promise<TeamWithMembers> {
  const team = await requireTeam(db, principal, teamId, 'member');
  const members = await teamReader(db).members(team.id);
  return { ...teamView(team), members: members.map(memberView) };
}
