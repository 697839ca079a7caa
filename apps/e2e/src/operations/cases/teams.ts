import { expect } from 'vitest';
import { ok } from '../../harness/http.ts';
import type { OperationCases } from '../operation-case.ts';
import { hasNoneOfTheOwners, nothingThere } from '../strangers-view.ts';
import { befriend } from '../world.ts';

export const teams = {
  createTeam: {
    request: () => ({ route: 'POST /teams', body: { name: 'Sample' } }),
    seenByStranger: (answer) => expect(ok(answer, 201)).toMatchObject({ name: 'Sample' }),
  },
  acceptFounding: {
    request: async ({ owner, friend }) => {
      const founder = { subjectId: owner.identityId, subjectNs: 'Agent', role: 'member' } as const;
      const founding = { name: 'Together', foundingMembers: [founder] };
      const { id } = await friend.client.teams.create(founding);
      return { route: `POST /teams/${id}/accept` };
    },
    seenByStranger: nothingThere,
  },
  listTeams: {
    request: () => ({ route: 'GET /teams' }),
    seenByStranger: (answer, sender, world) => {
      hasNoneOfTheOwners(answer, sender, world);
      expect(answer.text).not.toContain(world.teamId);
    },
  },
  getTeam: {
    request: ({ teamId }) => ({ route: `GET /teams/${teamId}` }),
    seenByStranger: nothingThere,
  },
  deleteTeam: {
    request: async ({ owner }) => {
      const { id } = await owner.client.teams.create({ name: 'To go' });
      return { route: `DELETE /teams/${id}` };
    },
    seenByStranger: nothingThere,
  },
  listTeamMembers: {
    request: ({ teamId }) => ({ route: `GET /teams/${teamId}/members` }),
    seenByStranger: nothingThere,
  },
  updateTeamMember: {
    request: ({ teamId, friend }) => ({
      route: `PATCH /teams/${teamId}/members/${friend.identityId}`,
      body: { role: 'member' },
    }),
    seenByStranger: nothingThere,
  },
  removeTeamMember: {
    request: async (world) => {
      const { id } = await world.owner.client.teams.create({ name: 'Without friends' });
      await befriend(world, id);
      return { route: `DELETE /teams/${id}/members/${world.friend.identityId}` };
    },
    seenByStranger: nothingThere,
  },
} satisfies OperationCases;
