import { delivered, notFound, type Principal, teamMembership } from '@moltnet/auth';
import { type GivenRole, Problem, type TeamMember } from '@moltnet/contract';
import { relationOutboxWriter, teamReader, teamWriter } from '@moltnet/database';
import type { TeamDependencies } from '../dependencies.ts';
import { lockTeam } from '../require-team.ts';
import { memberView } from './member-view.ts';

/**
 * Makes a member a manager or a manager a member; the role that they have already is no change.
 * @throws Problem 404 for a stranger of the team or who is not in it, 403 to a member, 409 for an owner
 */
export async function changeRole(
  { db, permissions, relations }: TeamDependencies,
  principal: Principal,
  teamId: string,
  subjectId: string,
  role: GivenRole,
): Promise<TeamMember> {
  const { changed, seqs } = await db.transaction(async (tx) => {
    const team = await lockTeam(tx, principal, teamId, 'manager');
    const member = await teamReader(tx).member(team.id, subjectId);
    if (!member) throw notFound();
    if (member.role === 'owner') {
      throw new Problem('CONFLICT', 'An owner stays one: their role cannot be changed.');
    }
    const after = { ...member, role };
    if (member.role === role) return { changed: after, seqs: [] };
    await teamWriter(tx).setRole(team.id, member, role);
    const outbox = relationOutboxWriter(tx);
    const given = await outbox.append('insert', [teamMembership(after)]);
    const taken = await outbox.append('delete', [teamMembership(member)]);
    return { changed: after, seqs: [...given, ...taken] };
  });
  permissions.clear();
  await delivered(relations, seqs);
  return memberView(changed);
}
