import { notFound, type Principal } from '@moltnet/auth';
import { teamInviteWriter } from '@moltnet/database';
import type { TeamDependencies } from '../dependencies.ts';
import { lockTeam } from '../require-team.ts';

/** @throws Problem 404 for a stranger of the team or an invite that is not its, 403 to a member */
export async function deleteInvite(
  { db }: TeamDependencies,
  principal: Principal,
  teamId: string,
  inviteId: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    const { id } = await lockTeam(tx, principal, teamId, 'manager');
    if (!(await teamInviteWriter(tx).delete(id, inviteId))) throw notFound();
  });
}
