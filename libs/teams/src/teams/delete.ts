import { delivered, type Principal, teamMembership } from '@moltnet/auth';
import { Problem } from '@moltnet/contract';
import {
  ForeignKeyViolation,
  type Transaction,
  groupReader,
  groupWriter,
  relationOutboxWriter,
  teamReader,
  teamWriter,
} from '@moltnet/database';
import type { TeamDependencies } from '../dependencies.ts';
import { relationsOf } from '../groups/relations-of.ts';
import { lockTeam } from '../require-team.ts';
import { requireNotPersonal } from '../shareable.ts';

/**
 * Deletes a team with its invites and groups.
 * @throws Problem 404, 403; 400 for a personal team; 409 while it holds diaries
 */
export async function deleteTeam(
  { db, permissions, relations }: TeamDependencies,
  principal: Principal,
  teamId: string,
): Promise<void> {
  const seqs = await db.transaction(async (tx) => {
    const team = await lockTeam(tx, principal, teamId, 'owner');
    requireNotPersonal(team);
    const members = await teamReader(tx).members(team.id);
    const groups = await groupReader(tx).ofTeam(team.id);
    const gone = [...members.map(teamMembership), ...(await relationsOf(tx, groups))];
    await groupWriter(tx).delete(groups.map(({ id }) => id));
    await removeRow(tx, team.id);
    return relationOutboxWriter(tx).append('delete', gone);
  });
  permissions.clear();
  await delivered(relations, seqs);
}

async function removeRow(tx: Transaction, teamId: string): Promise<void> {
  try {
    await teamWriter(tx).delete(teamId);
  } catch (error) {
    if (!(error instanceof ForeignKeyViolation)) throw error;
    throw new Problem('TEAM_NOT_EMPTY', 'Delete or give away its diaries first.');
  }
}
