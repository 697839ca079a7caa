import { InviteParams } from '@moltnet/contract';
import { DONE, defineTool } from './tool.ts';

const { id, inviteId } = InviteParams.properties;

export const deleteInvite = defineTool({
  name: 'teams_invite_delete',
  title: 'Take an invite back',
  description:
    'Use when an invite shall let nobody in any more, for example because its code was seen by others. Who has joined by it stays.',
  annotations: { readOnlyHint: false, destructiveHint: true, openWorldHint: false },
  input: { teamId: id, inviteId },
  async run(client, { teamId, inviteId: invite }, options) {
    await client.teams.invites.delete(teamId, invite, options);
    return DONE;
  },
});
