import type { Principal } from '@moltnet/auth';
import { type CreateInviteInput, type InviteWithCode, LIMITS } from '@moltnet/contract';
import { type Idempotency, once, teamInviteWriter } from '@moltnet/database';
import { uuidv7 } from 'uuidv7';
import type { TeamDependencies } from '../dependencies.ts';
import { lockTeam } from '../require-team.ts';
import { requireActive, requireNotPersonal } from '../shareable.ts';
import { inviteCodeHash, newInviteCode } from './invite-code.ts';
import { inviteView } from './invite-view.ts';

/**
 * Makes an invite; its code is in the answer, and kept nowhere but in that of its idempotency key,
 * sealed.
 * @throws Problem 404, 403 to a member; 400 for a personal team and one that is being founded
 */
export async function createInvite(
  { db }: TeamDependencies,
  principal: Principal,
  teamId: string,
  input: CreateInviteInput,
  idempotency?: Idempotency,
): Promise<InviteWithCode> {
  const { role = 'member', maxUses = 1, expiresInHours = LIMITS.inviteHours.default } = input;
  return db.transaction(async (tx) => {
    const team = await lockTeam(tx, principal, teamId, 'manager');
    requireNotPersonal(team);
    requireActive(team);
    // A narrower credential must not be given what a wider one asked for.
    const by = principal.credential?.keyId ?? principal.identityId;
    return once(tx, by, idempotency, async () => {
      const code = newInviteCode();
      const invite = await teamInviteWriter(tx).create({
        id: uuidv7(),
        teamId: team.id,
        codeHash: inviteCodeHash(code),
        role,
        maxUses,
        expiresInHours,
        createdBy: principal.identityId,
      });
      return { ...inviteView(invite), code };
    });
  });
}
