import { notFound, type Principal, reachesTeam, subjectOf } from '@moltnet/auth';
import { Problem } from '@moltnet/contract';
import { type Database, teamReader } from '@moltnet/database';

/** The caller's teams that its credential reaches. */
async function teamsOf(db: Database, principal: Principal) {
  const teams = await teamReader(db).ofMember(subjectOf(principal));
  return teams.filter(({ id }) => reachesTeam(principal, id));
}

/** The ids of the caller's teams, or of the selected one if it is among them. */
export async function teamIdsOf(
  db: Database,
  principal: Principal,
  selected?: string,
): Promise<string[]> {
  const ids = (await teamsOf(db, principal)).map(({ id }) => id);
  return selected === undefined ? ids : ids.filter((id) => id === selected);
}

/**
 * The team that a new diary goes to: the selected one, else the one that the credential is bound to,
 * else the caller's personal team.
 * @throws Problem 404 to a stranger of the team, 403 to a member who may only read, 400 while it is
 *   being founded
 */
export async function requireWritableTeam(
  db: Database,
  principal: Principal,
  selected?: string,
): Promise<string> {
  const teams = await teamsOf(db, principal);
  const wanted = selected ?? principal.credential?.teamId;
  const team = teams.find(({ id, personal }) => (wanted ? id === wanted : personal));
  if (!team) throw notFound();
  if (team.role === 'member') {
    throw new Problem('FORBIDDEN', 'Members of a team read its diaries; they do not create any.');
  }
  if (team.status === 'active') return team.id;
  throw new Problem('TEAM_NOT_ACTIVE', 'Not all of its founding members have accepted yet.');
}
