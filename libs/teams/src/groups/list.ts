import type { Principal } from '@moltnet/auth';
import type { Group } from '@moltnet/contract';
import { groupReader } from '@moltnet/database';
import type { TeamDependencies } from '../dependencies.ts';
import { requireTeam } from '../require-team.ts';
import { groupView } from './group-view.ts';

/** @throws Problem 404 to a stranger of the team */
export async function listGroups(
  { db }: TeamDependencies,
  principal: Principal,
  teamId: string,
): Promise<{ items: Group[] }> {
  const { id } = await requireTeam(db, principal, teamId, 'member');
  return { items: (await groupReader(db).ofTeam(id)).map(groupView) };
}
