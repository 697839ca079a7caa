import { expectProblem } from '../../harness/problems.ts';
import type { OperationCases } from '../operation-case.ts';
import { hasNoneOfTheOwners, nothingThere } from '../strangers-view.ts';
import type { World } from '../world.ts';

export const diarySharing = {
  createDiaryGrant: {
    request: ({ diaryId, friend }) => ({
      route: `POST /diaries/${diaryId}/grants`,
      body: { subjectId: friend.identityId, subjectNs: 'Agent', role: 'reader' },
    }),
    seenByStranger: nothingThere,
  },
  listDiaryGrants: {
    request: ({ diaryId }) => ({ route: `GET /diaries/${diaryId}/grants` }),
    seenByStranger: nothingThere,
  },
  deleteDiaryGrant: {
    request: async ({ owner, diaryId }) => {
      const grant = { subjectId: owner.identityId, subjectNs: 'Agent', role: 'writer' } as const;
      await owner.client.diaries.grants.create(diaryId, grant);
      return { route: `DELETE /diaries/${diaryId}/grants`, body: grant };
    },
    seenByStranger: nothingThere,
  },
  transferDiary: {
    request: async ({ owner, friend }) => {
      const { id } = await owner.client.diaries.create({ name: 'To give away' });
      const team = await friend.client.teams.create({ name: 'Takes over' });
      return { route: `POST /diaries/${id}/transfer`, body: { destinationTeamId: team.id } };
    },
    seenByStranger: nothingThere,
  },
  listTransfers: {
    request: () => ({ route: 'GET /transfers' }),
    seenByStranger: hasNoneOfTheOwners,
  },
  acceptTransfer: {
    request: async (world) => ({ route: `POST /transfers/${await offered(world)}/accept` }),
    seenByStranger: (answer) => void expectProblem(answer, 'DIARY_TRANSFER_NOT_FOUND'),
  },
  rejectTransfer: {
    request: async (world) => ({ route: `POST /transfers/${await offered(world)}/reject` }),
    seenByStranger: (answer) => void expectProblem(answer, 'DIARY_TRANSFER_NOT_FOUND'),
  },
} satisfies OperationCases;

/** A transfer of a diary of the friend's to the owner's team. */
async function offered({ friend, teamId }: World): Promise<string> {
  const { id } = await friend.client.diaries.create({ name: 'Offered' });
  return (await friend.client.diaries.transfer(id, { destinationTeamId: teamId })).id;
}
