export { creatorView } from './creator-view.ts';
export { ChangeFeed } from './changes/change-feed.ts';
export type { EventSource, StreamedEvent } from './changes/stream.ts';
export type { DiaryDependencies } from './dependencies.ts';
export { reachOf } from './diaries/reach.ts';
export { EmbeddingBacklog } from './embedding/backlog.ts';
export { EmbeddingModels, type EmbeddingModelsOptions } from './embedding/models.ts';
export { EmbeddingRoll } from './embedding/roll-worker.ts';
export { dropModel } from './embedding/rolls/drop-model.ts';
export { rollBack } from './embedding/rolls/roll-back.ts';
export { RollRefusedError } from './embedding/rolls/roll-refused.ts';
export {
  embeddingsStatus,
  type EmbeddingsStatus,
  type ModelStatus,
  MOST_UNEMBEDDED,
} from './embedding/rolls/roll-status.ts';
export { startRoll } from './embedding/rolls/start-roll.ts';
export { switchModel } from './embedding/rolls/switch-model.ts';
export { EntryAccesses } from './entries/accesses.ts';
export { DiaryLoader } from './diaries/diary-loader.ts';
export { EntryInserter } from './entries/entry-inserter.ts';
export { EntryLoader } from './entries/entry-loader.ts';
export { CONTENT_SCREENS, type ContentScreen } from './screening/screen.ts';
export { createDiaryService, type DiaryService } from './service.ts';
export type { SearchRequest } from './search/options.ts';
export { searchCandidates } from './search/search.ts';
export { WebhookDispatcher } from './webhooks/dispatcher.ts';
export {
  applyRetention,
  type RetentionPeriods,
  retentionIntervalMs,
} from './retention/apply-retention.ts';
