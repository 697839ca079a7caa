import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database, DiaryRecord } from '@moltnet/database';
import { givenEntry, testDiary } from '@moltnet/database/testing';
import { testModelDir } from '@moltnet/embedding/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EmbeddingModels } from '../embedding/models.ts';
import { searchByMeaning } from './by-meaning.ts';
import { Meanings } from './meanings.ts';

const logger = { info() {}, warn() {} };

let db: Database;
let diary: DiaryRecord;
let stop: () => Promise<void>;
let modelDir: string;
let models: EmbeddingModels;
beforeEach(async () => {
  ({ db, diary, stop } = await testDiary());
  modelDir = join(await mkdtemp(join(tmpdir(), 'moltnet-by-meaning-')), 'models');
  models = await EmbeddingModels.open(db, { modelDir, allowDownload: false, threads: 1 }, logger);
  for (let index = 0; index < 4; index += 1) {
    await givenEntry(db, diary, { content: `The worker lost job ${index}.` });
  }
});
afterEach(async () => {
  await models.close();
  await stop();
  await rm(join(modelDir, '..'), { recursive: true });
});

function pages(query: string | undefined) {
  const deps = { db, models, meanings: new Meanings(models) };
  return (cursor?: string | null) =>
    searchByMeaning(deps, { query, diaryIds: [diary.id], limit: 2, ...(cursor && { cursor }) });
}

/** The model appears where the embedder looks for it. */
async function installModel(): Promise<void> {
  await symlink(await testModelDir(), modelDir);
  await vi.waitFor(() => expect(models.serving.status().status).toBe('ok'), { timeout: 20_000 });
}

test('a search that was begun without the model says so on each page', async () => {
  const page = pages('job');
  const first = await page();
  expect(first).toMatchObject({ degraded: true, results: [{}, {}] });
  await installModel();
  expect(await page(first.nextCursor)).toMatchObject({ degraded: true, results: [{}, {}] });
  expect(await page()).toMatchObject({ degraded: false, results: [{}, {}] });
});

test.each([[undefined], ['-bread']])(
  'nothing is missing where meaning is not asked for: %j',
  async (query) => {
    const page = pages(query);
    const first = await page();
    expect(first).toMatchObject({ degraded: false, results: [{}, {}] });
    await installModel();
    expect(await page(first.nextCursor)).toMatchObject({ degraded: false, results: [{}, {}] });
  },
);
