import { generateNonce } from '@moltnet/crypto';
import type { OperationCases } from '../operation-case.ts';
import { nothingThere } from '../strangers-view.ts';
import type { World } from '../world.ts';

export const groups = {
  createGroup: {
    request: ({ teamId }) => ({
      route: `POST /teams/${teamId}/groups`,
      body: { name: `Sample ${generateNonce(8)}` },
    }),
    seenByStranger: nothingThere,
  },
  listGroups: {
    request: ({ teamId }) => ({ route: `GET /teams/${teamId}/groups` }),
    seenByStranger: nothingThere,
  },
  getGroup: {
    request: ({ groupId }) => ({ route: `GET /groups/${groupId}` }),
    seenByStranger: nothingThere,
  },
  deleteGroup: {
    request: async (world) => ({ route: `DELETE /groups/${await groupToGo(world)}` }),
    seenByStranger: nothingThere,
  },
  addGroupMember: {
    request: ({ groupId, friend }) => ({
      route: `POST /groups/${groupId}/members`,
      body: { subjectId: friend.identityId, subjectNs: 'Agent' },
    }),
    seenByStranger: nothingThere,
  },
  listGroupMembers: {
    request: ({ groupId }) => ({ route: `GET /groups/${groupId}/members` }),
    seenByStranger: nothingThere,
  },
  removeGroupMember: {
    request: async (world) => {
      const { owner, friend } = world;
      const groupId = await groupToGo(world);
      const member = { subjectId: friend.identityId, subjectNs: 'Agent' } as const;
      await owner.client.groups.addMember(groupId, member);
      return { route: `DELETE /groups/${groupId}/members/${friend.identityId}` };
    },
    seenByStranger: nothingThere,
  },
} satisfies OperationCases;

async function groupToGo({ owner, teamId }: World): Promise<string> {
  return (await owner.client.groups.create(teamId, { name: generateNonce(8) })).id;
}
