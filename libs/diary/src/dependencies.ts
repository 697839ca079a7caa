import type { Permissions, RelationDelivery } from '@moltnet/auth';
import type { Database } from '@moltnet/database';
import type { ChangeFeed } from './changes/change-feed.ts';
import type { DiaryLoader } from './diaries/diary-loader.ts';
import type { EmbeddingBacklog } from './embedding/backlog.ts';
import type { EmbeddingModels } from './embedding/models.ts';
import type { EntryAccesses } from './entries/accesses.ts';
import type { EntryInserter } from './entries/entry-inserter.ts';
import type { EntryLoader } from './entries/entry-loader.ts';
import type { ContentScreen } from './screening/screen.ts';

/** What the verbs of this lib work with. */
export interface DiaryDependencies {
  readonly db: Database;
  readonly permissions: Permissions;
  readonly relations: RelationDelivery;
  readonly models: EmbeddingModels;
  readonly backlog: EmbeddingBacklog;
  readonly accesses: EntryAccesses;
  readonly diaryLoader: DiaryLoader;
  readonly entryInserter: EntryInserter;
  readonly entryLoader: EntryLoader;
  /** Where changes are heard of. */
  readonly changes: ChangeFeed;
  /** What is done about secrets in what is written. */
  readonly contentScreen: ContentScreen;
  /** Tokens of a text as a language model counts them. */
  readonly countTokens: (text: string) => Promise<number>;
}
