import { type Principal, subjectOf } from '@moltnet/auth';
import type { Team } from '@moltnet/contract';
import { teamReader } from '@moltnet/database';
import type { TeamDependencies } from '../dependencies.ts';
import { teamView } from './team-view.ts';

/** Every team of the caller, the oldest first: the personal one leads. */
export async function listTeams(
  { db }: TeamDependencies,
  principal: Principal,
): Promise<{ items: Team[] }> {
  return { items: (await teamReader(db).ofMember(subjectOf(principal))).map(teamView) };
}
