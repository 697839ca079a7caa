import { defineTool } from './tool.ts';

export const listTeams = defineTool({
  name: 'teams_list',
  title: 'List teams',
  description:
    'Use to find the team_id that other tools want: every team that you are in, with your role, your personal one first.',
  annotations: { readOnlyHint: true, openWorldHint: false },
  input: {},
  run: (client, _input, options) => client.teams.list(options),
});
