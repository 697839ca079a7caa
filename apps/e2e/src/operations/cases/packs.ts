import type { OperationCases } from '../operation-case.ts';
import { hasNoneOfTheOwners, nothingThere } from '../strangers-view.ts';

export const packs = {
  previewPack: {
    request: ({ diaryId, entryId }) => ({
      route: `POST /diaries/${diaryId}/packs/preview`,
      body: { packType: 'custom', params: {}, entries: [{ entryId, rank: 1 }] },
    }),
    seenByStranger: nothingThere,
  },
  createPack: {
    request: ({ diaryId, entryId }) => ({
      route: `POST /diaries/${diaryId}/packs`,
      body: { packType: 'custom', params: { of: 'sample' }, entries: [{ entryId, rank: 1 }] },
    }),
    seenByStranger: nothingThere,
  },
  listDiaryPacks: {
    request: ({ diaryId }) => ({ route: `GET /diaries/${diaryId}/packs?expand=entries` }),
    seenByStranger: nothingThere,
  },
  listPacks: {
    request: () => ({ route: 'GET /packs?expand=entries' }),
    seenByStranger: hasNoneOfTheOwners,
  },
  getPack: {
    request: ({ packId }) => ({ route: `GET /packs/${packId}?expand=entries` }),
    seenByStranger: nothingThere,
  },
  updatePack: {
    request: ({ packId }) => ({ route: `PATCH /packs/${packId}`, body: { pinned: true } }),
    seenByStranger: nothingThere,
  },
} satisfies OperationCases;
