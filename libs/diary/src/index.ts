export { creatorView } from './creator-view.ts';
export type { DiaryDependencies } from './dependencies.ts';
export { reachOf } from './diaries/reach.ts';
export { EmbeddingBacklog } from './embedding/backlog.ts';
export { EntryAccesses } from './entries/accesses.ts';
export { CONTENT_SCREENS, type ContentScreen } from './screening/screen.ts';
export { createDiaryService, type DiaryService } from './service.ts';
export type { SearchRequest } from './search/options.ts';
export { searchCandidates } from './search/search.ts';
