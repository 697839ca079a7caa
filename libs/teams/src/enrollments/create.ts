import { hash, randomBytes } from 'node:crypto';
import type { Principal } from '@moltnet/auth';
import {
  type CreateEnrollmentInput,
  type EnrollmentWithToken,
  LIMITS,
  Problem,
} from '@moltnet/contract';
import { type Idempotency, enrollmentWriter, once } from '@moltnet/database';
import { uuidv7 } from 'uuidv7';
import type { TeamDependencies } from '../dependencies.ts';
import { lockTeam } from '../require-team.ts';
import { requireActive, requireNotPersonal } from '../shareable.ts';

/**
 * A token with which one agent that is not registered yet joins the network and the team, as a
 * member; it is in the answer, and kept nowhere but in that of its idempotency key, sealed.
 * @param options.teamId - the selected team; where undefined, the one that the caller's key is bound to
 * @throws Problem 400 without a team, for a personal one and one that is being founded; 404, 403 to
 *   a member
 */
export async function createEnrollment(
  { db }: TeamDependencies,
  principal: Principal,
  { expiresInMinutes = LIMITS.enrollmentMinutes.default }: CreateEnrollmentInput,
  options: { teamId?: string | undefined; idempotency?: Idempotency | undefined } = {},
): Promise<EnrollmentWithToken> {
  const { teamId = principal.credential?.teamId, idempotency } = options;
  if (teamId === undefined) throw noTeam();
  return db.transaction(async (tx) => {
    const team = await lockTeam(tx, principal, teamId, 'manager');
    requireNotPersonal(team);
    requireActive(team);
    // A narrower credential must not be given what a wider one asked for.
    const by = principal.credential?.keyId ?? principal.identityId;
    return once(tx, by, idempotency, async () => {
      const token = `mlt_en_${randomBytes(32).toString('base64url')}`;
      const { id, expiresAt } = await enrollmentWriter(tx).create({
        id: uuidv7(),
        teamId,
        tokenHash: hash('sha256', token, 'hex'),
        createdBy: principal.identityId,
        expiresInMinutes,
      });
      return { id, teamId, expiresAt, token };
    });
  });
}

function noTeam(): Problem {
  return new Problem('VALIDATION_FAILED', 'x-moltnet-team-id must select the team to enrol into.', {
    errors: [{ field: 'headers.x-moltnet-team-id', message: 'is required' }],
  });
}
