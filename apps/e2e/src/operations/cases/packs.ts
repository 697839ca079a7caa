import { generateNonce } from '@moltnet/crypto';
import type { OperationCases } from '../operation-case.ts';
import { hasNoneOfTheOwners, nothingThere } from '../strangers-view.ts';
import type { World } from '../world.ts';

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
  getPackProvenance: {
    request: ({ packId }) => ({ route: `GET /packs/${packId}/provenance?depth=1` }),
    seenByStranger: nothingThere,
  },
  getPackProvenanceByCid: {
    request: async ({ owner, packId }) => {
      const { packCid } = await owner.client.packs.get(packId);
      return { route: `GET /packs/by-cid/${packCid}/provenance` };
    },
    seenByStranger: nothingThere,
  },
  diffPacks: {
    request: ({ packId }) => ({ route: `GET /packs/${packId}/diff/${packId}` }),
    seenByStranger: nothingThere,
  },
  previewRenderedPack: {
    request: ({ packId }) => ({
      route: `POST /packs/${packId}/render/preview`,
      body: { renderMethod: 'server:markdown' },
    }),
    seenByStranger: nothingThere,
  },
  renderPack: {
    request: ({ packId }) => ({
      route: `POST /packs/${packId}/render`,
      body: { renderMethod: 'server:markdown' },
    }),
    seenByStranger: nothingThere,
  },
  listRenderedPacksOfPack: {
    request: ({ packId }) => ({ route: `GET /packs/${packId}/rendered` }),
    seenByStranger: nothingThere,
  },
  listRenderedPacks: {
    request: ({ diaryId }) => ({ route: `GET /diaries/${diaryId}/rendered-packs` }),
    seenByStranger: nothingThere,
  },
  getRenderedPack: {
    request: async (world) => ({ route: `GET /rendered-packs/${await rendered(world)}` }),
    seenByStranger: nothingThere,
  },
  updateRenderedPack: {
    request: async (world) => ({
      route: `PATCH /rendered-packs/${await rendered(world)}`,
      body: { pinned: true },
    }),
    seenByStranger: nothingThere,
  },
} satisfies OperationCases;

async function rendered({ owner, packId }: World): Promise<string> {
  const renderMethod = `sample:${generateNonce(8)}`;
  const { id } = await owner.client.packs.render(packId, { renderMethod, renderedMarkdown: '# x' });
  return id;
}
