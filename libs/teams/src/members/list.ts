import type { Principal } from '@moltnet/auth';
import type { TeamMember } from '@moltnet/contract';
import { teamReader } from '@moltnet/database';
import type { TeamDependencies } from '../dependencies.ts';
import { requireTeam } from '../require-team.ts';
import { memberView } from './member-view.ts';

/**
 * Owners first, then managers, then members.
 * @throws Problem 404 to a stranger of the team
 */
export async function listMembers(
  { db }: TeamDependencies,
  principal: Principal,
  teamId: string,
): Promise<{ items: TeamMember[] }> {
  const { id } = await requireTeam(db, principal, teamId, 'member');
  return { items: (await teamReader(db).members(id)).map(memberView) };
}
