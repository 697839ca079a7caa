export type { DiaryDependencies } from './dependencies.ts';
export { EmbeddingBacklog } from './embedding/backlog.ts';
export { EntryAccesses } from './entries/accesses.ts';
export { createDiaryService, type DiaryService } from './service.ts';
