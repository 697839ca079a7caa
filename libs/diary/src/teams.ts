import { notFound, type Principal } from '@moltnet/auth';
import { Problem } from '@moltnet/contract';
import { type Database, teamReader } from '@moltnet/database';

function teamsOf(db: Database, principal: Principal) {
  return teamReader(db).ofMember({ subjectId: principal.identityId, subjectNs: 'Agent' });
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
 * The team that a new diary goes to: the selected one, else the caller's personal team.
 * @throws Problem 404 to a stranger of the team, 403 to a member who may only read
 */
export async function requireWritableTeam(
  db: Database,
  principal: Principal,
  selected?: string,
): Promise<string> {
  const teams = await teamsOf(db, principal);
  const team = teams.find(({ id, personal }) => (selected ? id === selected : personal));
  if (!team) throw notFound();
  if (team.role !== 'member') return team.id;
  throw new Problem('FORBIDDEN', 'Members of a team read its diaries; they do not create any.');
}
