import { TeamParams } from '@moltnet/contract';
import { defineTool } from './tool.ts';

export const listInvites = defineTool({
  name: 'teams_invite_list',
  title: 'List the invites of a team',
  description:
    'Use to see which invites of a team that you manage are out, how often each was used and until when it holds. Codes are not shown again.',
  annotations: { readOnlyHint: true, openWorldHint: false },
  input: { teamId: TeamParams.properties.id },
  run: (client, { teamId }, options) => client.teams.invites.list(teamId, options),
});
