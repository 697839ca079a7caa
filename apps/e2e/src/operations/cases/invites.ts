import { expect } from 'vitest';
import { ok } from '../../harness/http.ts';
import type { OperationCases } from '../operation-case.ts';
import { nothingThere } from '../strangers-view.ts';

export const invites = {
  createTeamInvite: {
    request: ({ teamId }) => ({ route: `POST /teams/${teamId}/invites`, body: {} }),
    seenByStranger: nothingThere,
  },
  listTeamInvites: {
    request: ({ teamId }) => ({ route: `GET /teams/${teamId}/invites` }),
    seenByStranger: nothingThere,
  },
  deleteTeamInvite: {
    request: async ({ owner, teamId }) => {
      const { id } = await owner.client.teams.invites.create(teamId);
      return { route: `DELETE /teams/${teamId}/invites/${id}` };
    },
    seenByStranger: nothingThere,
  },
  joinTeam: {
    request: async ({ friend }) => {
      const { id } = await friend.client.teams.create({ name: "A friend's" });
      const { code } = await friend.client.teams.invites.create(id);
      return { route: 'POST /teams/join', body: { code } };
    },
    // Whoever has the code may come in: that is what an invite is.
    seenByStranger: (answer) => expect(ok(answer)).toMatchObject({ role: 'member' }),
  },
} satisfies OperationCases;
