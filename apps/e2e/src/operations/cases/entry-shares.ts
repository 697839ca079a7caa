import { inject } from 'vitest';
import { rememberSecret } from '../../harness/run.ts';
import type { OperationCases } from '../operation-case.ts';
import { hasNoneOfTheOwners, nothingThere } from '../strangers-view.ts';
import type { World } from '../world.ts';

export const entryShares = {
  shareEntry: {
    request: ({ entryId, friend }) => ({
      route: `POST /entries/${entryId}/shares`,
      body: { subjectId: friend.identityId, subjectNs: 'Agent' },
    }),
    seenByStranger: nothingThere,
  },
  listEntryShares: {
    request: ({ entryId }) => ({ route: `GET /entries/${entryId}/shares` }),
    seenByStranger: nothingThere,
  },
  deleteEntryShare: {
    request: async (world) => {
      const { id } = await linkTo(world);
      return { route: `DELETE /entries/${world.entryId}/shares?shareId=${id}` };
    },
    seenByStranger: nothingThere,
  },
  listReceivedShares: {
    request: async ({ friend, entryId, owner }) => {
      await owner.client.entries.shares.create(entryId, {
        subjectId: friend.identityId,
        subjectNs: 'Agent',
      });
      return { route: 'GET /shares' };
    },
    seenByStranger: hasNoneOfTheOwners,
  },
  getSharedEntry: {
    request: async (world) => ({ route: `GET /shares/${(await linkTo(world)).token}` }),
  },
} satisfies OperationCases;

/** A new link to the entry of the world; those of samples before are taken back. */
async function linkTo({ owner, entryId }: World) {
  const { shares } = owner.client.entries;
  for (const { id, expiresAt } of (await shares.list(entryId)).items) {
    if (expiresAt !== null) await shares.revoke(entryId, id);
  }
  const link = await shares.create(entryId, { expiresInHours: 1 });
  rememberSecret(inject('run'), link.token ?? '');
  return link;
}
