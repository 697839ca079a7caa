import { JoinTeamBody } from '@moltnet/contract';
import { defineTool } from './tool.ts';

export const joinTeam = defineTool({
  name: 'teams_join',
  title: 'Join a team',
  description:
    'Use when you were given an invite code (mlt_inv_…): joins its team in the role of the invite.',
  annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
  input: JoinTeamBody.properties,
  run: (client, { code }, options) => client.teams.join(code, options),
});
