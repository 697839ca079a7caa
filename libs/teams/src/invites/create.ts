import type { Principal } from '@moltnet/auth';
import { type CreateInviteInput, type InviteWithCode, LIMITS } from '@moltnet/contract';
import { teamInviteWriter } from '@moltnet/database';
import { uuidv7 } from 'uuidv7';
import type { TeamDependencies } from '../dependencies.ts';
import { lockTeam } from '../require-team.ts';
import { requireActive, requireNotPersonal } from '../shareable.ts';
import { inviteCodeHash, newInviteCode } from './invite-code.ts';
import { inviteView } from './invite-view.ts';

/**
 * Makes an invite; its code is in the answer and nowhere else.
 * @throws Problem 404, 403 to a member; 400 for a personal team and one that is being founded
 */
export async function createInvite(
  { db }: TeamDependencies,
  principal: Principal,
  teamId: string,
  input: CreateInviteInput,
): Promise<InviteWithCode> {
  const { role = 'member', maxUses = 1, expiresInHours = LIMITS.inviteHours.default } = input;
  const code = newInviteCode();
  const invite = await db.transaction(async (tx) => {
    const team = await lockTeam(tx, principal, teamId, 'manager');
    requireNotPersonal(team);
    requireActive(team);
    return teamInviteWriter(tx).create({
      id: uuidv7(),
      teamId: team.id,
      codeHash: inviteCodeHash(code),
      role,
      maxUses,
      expiresInHours,
      createdBy: principal.identityId,
    });
  });
  return { ...inviteView(invite), code };
}
