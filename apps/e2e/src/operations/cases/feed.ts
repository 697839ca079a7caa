import type { OperationCases } from '../operation-case.ts';
import { nothingThere } from '../strangers-view.ts';

export const feed = {
  listPublicFeed: { request: () => ({ route: 'GET /public/feed?limit=1' }) },
  searchPublicFeed: { request: () => ({ route: 'GET /public/feed/search?q=world' }) },
  streamPublicFeed: { request: () => ({ route: 'GET /public/feed/stream' }) },
  getPublicEntry: {
    request: async ({ owner }) => {
      const { id } = await owner.client.diaries.create({ name: 'Open', visibility: 'public' });
      const entry = await owner.client.entries.create(id, { content: 'for everybody' });
      return { route: `GET /public/entry/${entry.id}` };
    },
  },
  streamDiaryEvents: {
    request: ({ diaryId }) => ({ route: `GET /diaries/${diaryId}/events` }),
    seenByStranger: nothingThere,
  },
} satisfies OperationCases;
