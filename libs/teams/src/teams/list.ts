import { type Principal, reachesTeam, subjectOf } from '@moltnet/auth';
import type { Team } from '@moltnet/contract';
import { teamReader } from '@moltnet/database';
import type { TeamDependencies } from '../dependencies.ts';
import { teamView } from './team-view.ts';

/** Every team of the caller that its credential reaches, the oldest first: the personal one leads. */
export async function listTeams(
  { db }: TeamDependencies,
  principal: Principal,
): Promise<{ items: Team[] }> {
  const teams = await teamReader(db).ofMember(subjectOf(principal));
  return { items: teams.filter(({ id }) => reachesTeam(principal, id)).map(teamView) };
}
