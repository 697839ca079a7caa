import type { Permissions, RelationDelivery } from '@moltnet/auth';
import type { Database } from '@moltnet/database';
import type { Embedder } from '@moltnet/embedding';
import type { EmbeddingBacklog } from './embedding/backlog.ts';
import type { EntryAccesses } from './entries/accesses.ts';

/** What the verbs of this lib work with. */
export interface DiaryDependencies {
  readonly db: Database;
  readonly permissions: Permissions;
  readonly relations: RelationDelivery;
  readonly embedder: Embedder;
  readonly backlog: EmbeddingBacklog;
  readonly accesses: EntryAccesses;
}
