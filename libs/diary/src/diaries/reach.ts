import { type Principal, subjectOf } from '@moltnet/auth';
import { type Database, type DiaryList, diaryGrantReader } from '@moltnet/database';
import { teamIdsOf } from '../teams.ts';

/** Where the diaries that a caller can read are to be looked for. */
type Reach = Pick<DiaryList, 'teamIds' | 'diaryIds' | 'teamId'>;

/**
 * The diaries of the caller's teams and those granted to it; of one team where one is selected. The
 * permission service has the last word on each.
 */
export async function reachOf(
  db: Database,
  principal: Principal,
  selected?: string,
): Promise<Reach> {
  const [teamIds, diaryIds] = await Promise.all([
    teamIdsOf(db, principal, selected),
    diaryGrantReader(db).diaryIdsOf(subjectOf(principal)),
  ]);
  return { teamIds, diaryIds, teamId: selected ?? principal.credential?.teamId };
}
