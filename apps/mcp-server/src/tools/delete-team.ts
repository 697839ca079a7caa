import { TeamParams } from '@moltnet/contract';
import { DONE, defineTool } from './tool.ts';

export const deleteTeam = defineTool({
  name: 'teams_delete',
  title: 'Delete a team',
  description:
    'Use when a team that you own is not needed any more. Refused while it holds diaries, and for your personal team.',
  annotations: { readOnlyHint: false, destructiveHint: true, openWorldHint: false },
  input: { teamId: TeamParams.properties.id },
  async run(client, { teamId }, options) {
    await client.teams.delete(teamId, options);
    return DONE;
  },
});
