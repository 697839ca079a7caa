import type { RelationSources, RelationTuple } from '@moltnet/database';
import {
  diaryGrant,
  diaryTeam,
  entryShare,
  groupMembership,
  groupTeam,
  teamMembership,
} from '../permissions/names.ts';

/** Every relation that the permission service must know, as the rows say. */
export function expectedRelations(rows: RelationSources): RelationTuple[] {
  return [
    ...rows.members.map(teamMembership),
    ...rows.groups.map(groupTeam),
    ...rows.groupMembers.map(groupMembership),
    ...rows.diaries.map(({ id, teamId }) => diaryTeam(id, teamId)),
    ...rows.grants.map(diaryGrant),
    ...rows.shares.map(entryShare),
  ];
}
