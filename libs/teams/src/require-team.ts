import { notFound, type Principal, reachesTeam, subjectOf } from '@moltnet/auth';
import { Problem, type TeamRole } from '@moltnet/contract';
import {
  type Source,
  type TeamOfMember,
  type Transaction,
  teamReader,
  teamWriter,
} from '@moltnet/database';

/** Each role may all that the ones before it may. */
const RANK: Readonly<Record<TeamRole, number>> = { member: 0, manager: 1, owner: 2 };

/**
 * The team, where the caller's role in it is `least` or more. The role is read where it is kept, in
 * the transaction that depends on it, and not asked of the permission service, which hears of a
 * change a moment later.
 * @throws Problem 404 to a stranger of the team, 403 to a member whose role is too low
 */
export async function requireTeam(
  source: Source,
  principal: Principal,
  teamId: string,
  least: TeamRole,
): Promise<TeamOfMember> {
  const team = await teamReader(source).forMember(teamId, subjectOf(principal));
  if (!team || !reachesTeam(principal, team.id)) throw notFound();
  if (RANK[team.role] >= RANK[least]) return team;
  throw new Problem('FORBIDDEN', `Your role in this team is ${team.role}; this takes ${least}.`);
}

/**
 * The same, with the team locked: what is read of it and its members afterwards stays so until the
 * transaction ends.
 */
export async function lockTeam(
  tx: Transaction,
  principal: Principal,
  teamId: string,
  least: TeamRole,
): Promise<TeamOfMember> {
  await teamWriter(tx).lock(teamId);
  return requireTeam(tx, principal, teamId, least);
}
