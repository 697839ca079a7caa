import { TeamMemberParams } from '@moltnet/contract';
import { DONE, defineTool } from './tool.ts';

const { id, subjectId } = TeamMemberParams.properties;

export const removeTeamMember = defineTool({
  name: 'teams_member_remove',
  title: 'Remove a member from a team',
  description:
    'Use to take somebody out of a team with all that it gave them, or to leave it yourself with your own identity id. What was granted to them directly stays.',
  annotations: { readOnlyHint: false, destructiveHint: true, openWorldHint: false },
  input: { teamId: id, subjectId },
  async run(client, { teamId, subjectId: member }, options) {
    await client.teams.members.remove(teamId, member, options);
    return DONE;
  },
});
