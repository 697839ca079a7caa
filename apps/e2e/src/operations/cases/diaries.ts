import { expect } from 'vitest';
import { ok } from '../../harness/http.ts';
import type { OperationCases } from '../operation-case.ts';
import { hasNoneOfTheOwners, nothingThere } from '../strangers-view.ts';

export const diaries = {
  createDiary: {
    request: () => ({ route: 'POST /diaries', body: { name: 'Sample' } }),
    seenByStranger: (answer, sender) =>
      expect(ok(answer, 201)).toMatchObject({ teamId: sender.teamId }),
  },
  listDiaries: {
    request: () => ({ route: 'GET /diaries' }),
    seenByStranger: hasNoneOfTheOwners,
  },
  getDiary: {
    request: ({ diaryId }) => ({ route: `GET /diaries/${diaryId}` }),
    seenByStranger: nothingThere,
  },
  updateDiary: {
    request: ({ diaryId }) => ({ route: `PATCH /diaries/${diaryId}`, body: { name: 'World 2' } }),
    seenByStranger: nothingThere,
  },
  deleteDiary: {
    request: async ({ owner }) => {
      const { id } = await owner.client.diaries.create({ name: 'To go' });
      return { route: `DELETE /diaries/${id}` };
    },
    seenByStranger: nothingThere,
  },
  listTags: {
    request: ({ diaryId }) => ({ route: `GET /diaries/${diaryId}/tags` }),
    seenByStranger: nothingThere,
  },
  consolidateDiary: {
    request: ({ diaryId }) => ({
      route: `POST /diaries/${diaryId}/consolidations`,
      body: { threshold: 0.9 },
    }),
    seenByStranger: nothingThere,
  },
  exportDiary: {
    request: ({ diaryId }) => ({ route: `GET /diaries/${diaryId}/export` }),
    seenByStranger: nothingThere,
  },
  importDiary: {
    request: ({ diaryId }) => ({
      route: `POST /diaries/${diaryId}/import`,
      raw: '{"memory":"moved in"}',
      headers: { 'content-type': 'application/x-ndjson' },
    }),
    seenByStranger: nothingThere,
  },
} satisfies OperationCases;
