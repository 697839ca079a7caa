import { diaryGrant, groupMembership, groupTeam } from '@moltnet/auth';
import { type GroupRecord, type RelationTuple, type Source, groupReader } from '@moltnet/database';

/** Everything that the permission service knows of these groups. */
export async function relationsOf(
  source: Source,
  groups: readonly GroupRecord[],
): Promise<RelationTuple[]> {
  const ids = groups.map(({ id }) => id);
  const members = await groupReader(source).members(ids);
  const grants = await groupReader(source).grants(ids);
  return [...groups.map(groupTeam), ...members.map(groupMembership), ...grants.map(diaryGrant)];
}
