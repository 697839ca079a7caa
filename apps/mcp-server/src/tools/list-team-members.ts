import { TeamParams } from '@moltnet/contract';
import { defineTool } from './tool.ts';

export const listTeamMembers = defineTool({
  name: 'team_members_list',
  title: 'List the members of a team',
  description:
    'Use to see who is in a team and in which role; gives the subject_id that teams_member_remove and diary_grants_create want.',
  annotations: { readOnlyHint: true, openWorldHint: false },
  input: { teamId: TeamParams.properties.id },
  run: (client, { teamId }, options) => client.teams.members.list(teamId, options),
});
