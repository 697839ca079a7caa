import { delivered, groupTeam, type Principal } from '@moltnet/auth';
import { type Group, Problem } from '@moltnet/contract';
import {
  type Idempotency,
  UniqueViolation,
  groupWriter,
  once,
  relationOutboxWriter,
} from '@moltnet/database';
import { uuidv7 } from 'uuidv7';
import type { TeamDependencies } from '../dependencies.ts';
import { lockTeam } from '../require-team.ts';
import { requireNotPersonal } from '../shareable.ts';
import { groupView } from './group-view.ts';

/**
 * Makes an empty group of a team.
 * @throws Problem 404, 403 to a member; 400 for a personal team; 409 where the team has one of that
 *   name or the idempotency key was used otherwise
 */
export async function createGroup(
  { db, relations }: TeamDependencies,
  principal: Principal,
  teamId: string,
  name: string,
  idempotency?: Idempotency,
): Promise<Group> {
  let seqs: number[] = [];
  try {
    const created = await db.transaction((tx) =>
      once(tx, principal.identityId, idempotency, async () => {
        const team = await lockTeam(tx, principal, teamId, 'manager');
        requireNotPersonal(team);
        const id = uuidv7();
        const createdBy = principal.identityId;
        const group = await groupWriter(tx).create({ id, teamId: team.id, name, createdBy });
        seqs = await relationOutboxWriter(tx).append('insert', [groupTeam(group)]);
        return groupView(group);
      }),
    );
    await delivered(relations, seqs);
    return created;
  } catch (error) {
    if (!(error instanceof UniqueViolation)) throw error;
    throw new Problem('CONFLICT', 'The team has a group of this name.');
  }
}
