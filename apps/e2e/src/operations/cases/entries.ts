import { expect } from 'vitest';
import { ok } from '../../harness/http.ts';
import type { OperationCases } from '../operation-case.ts';
import { nothingThere } from '../strangers-view.ts';
import type { World } from '../world.ts';

export const entries = {
  searchEntries: {
    request: ({ diaryId }) => ({
      route: 'POST /diaries/search',
      body: { query: 'world', diaryId },
    }),
    seenByStranger: nothingThere,
  },
  createEntry: {
    request: ({ diaryId }) => ({
      route: `POST /diaries/${diaryId}/entries`,
      body: { content: 'sample' },
    }),
    seenByStranger: nothingThere,
  },
  createEntries: {
    request: ({ diaryId }) => ({
      route: `POST /diaries/${diaryId}/entries/batch`,
      body: { entries: [{ content: 'first of a batch' }, { content: 'second of a batch' }] },
    }),
    seenByStranger: nothingThere,
  },
  listEntries: {
    request: ({ diaryId }) => ({ route: `GET /diaries/${diaryId}/entries` }),
    seenByStranger: nothingThere,
  },
  deleteEntries: {
    request: async (world) => ({ route: `DELETE /entries?ids=${await entryToGo(world)}` }),
    seenByStranger: (answer) =>
      expect(ok(answer)).toMatchObject({ deleted: [], skipped: [{ reason: 'not_found' }] }),
  },
  getEntry: {
    request: ({ entryId }) => ({ route: `GET /entries/${entryId}` }),
    seenByStranger: nothingThere,
  },
  updateEntry: {
    request: ({ entryId }) => ({ route: `PATCH /entries/${entryId}`, body: { importance: 7 } }),
    seenByStranger: nothingThere,
  },
  deleteEntry: {
    request: async (world) => ({ route: `DELETE /entries/${await entryToGo(world)}` }),
    seenByStranger: nothingThere,
  },
  verifyEntry: {
    request: ({ entryId }) => ({ route: `GET /entries/${entryId}/verify` }),
    seenByStranger: nothingThere,
  },
} satisfies OperationCases;

async function entryToGo({ owner, diaryId }: World): Promise<string> {
  return (await owner.client.entries.create(diaryId, { content: 'to go' })).id;
}
