import {
  delivered,
  type Principal,
  requireUnbound,
  subjectOf,
  teamMembership,
} from '@moltnet/auth';
import type { CreatedTeam } from '@moltnet/contract';
import { type Idempotency, once, relationOutboxWriter, teamWriter } from '@moltnet/database';
import { uuidv7 } from 'uuidv7';
import type { TeamDependencies } from '../dependencies.ts';

/**
 * Creates a team with the caller as its owner.
 * @throws Problem 403 to a key that is bound to a team, 409 where the idempotency key was used otherwise
 */
export async function createTeam(
  { db, relations }: TeamDependencies,
  principal: Principal,
  { name }: { name: string },
  idempotency?: Idempotency,
): Promise<CreatedTeam> {
  requireUnbound(principal);
  let seqs: number[] = [];
  const team = await db.transaction((tx) =>
    once(tx, principal.identityId, idempotency, async () => {
      const id = uuidv7();
      const owner = { teamId: id, ...subjectOf(principal), role: 'owner' } as const;
      await teamWriter(tx).create({ id, name, personal: false, createdBy: principal.identityId });
      await teamWriter(tx).addMember(owner);
      seqs = await relationOutboxWriter(tx).append('insert', [teamMembership(owner)]);
      return { id, name };
    }),
  );
  await delivered(relations, seqs);
  return team;
}
