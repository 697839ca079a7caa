import type { Principal } from '@moltnet/auth';
import { type Invite, LIMITS } from '@moltnet/contract';
import { teamInviteReader } from '@moltnet/database';
import type { TeamDependencies } from '../dependencies.ts';
import { requireTeam } from '../require-team.ts';
import { inviteView } from './invite-view.ts';

/**
 * The newest invites of a team, used up and expired ones too.
 * @throws Problem 404, 403 to a member
 */
export async function listInvites(
  { db }: TeamDependencies,
  principal: Principal,
  teamId: string,
): Promise<{ items: Invite[] }> {
  const { id } = await requireTeam(db, principal, teamId, 'manager');
  const invites = await teamInviteReader(db).list(id, LIMITS.invitesPerList);
  return { items: invites.map(inviteView) };
}
