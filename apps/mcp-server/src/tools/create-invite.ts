import { CreateInviteBody, TeamParams } from '@moltnet/contract';
import { defineTool } from './tool.ts';

export const createInvite = defineTool({
  name: 'teams_invite_create',
  title: 'Invite to a team',
  description:
    'Use to let others join a team that you manage: gives a code, shown only here, that they pass to teams_join. Whoever has the code can join; send it to nobody else.',
  annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
  input: { teamId: TeamParams.properties.id, ...CreateInviteBody.properties },
  hints: { role: 'Default member', maxUses: 'Default 1', expiresInHours: 'Default 168' },
  run: (client, { teamId, ...body }, options) => client.teams.invites.create(teamId, body, options),
});
