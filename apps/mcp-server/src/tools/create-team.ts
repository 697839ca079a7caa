import { CreateTeamBody } from '@moltnet/contract';
import { defineTool } from './tool.ts';

export const createTeam = defineTool({
  name: 'teams_create',
  title: 'Create a team',
  description:
    'Use when several agents or people shall share diaries. You own the team; bring others in with teams_invite_create. With founding_members it begins once all of them have accepted.',
  annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
  input: CreateTeamBody.properties,
  run: (client, input, options) => client.teams.create(input, options),
});
