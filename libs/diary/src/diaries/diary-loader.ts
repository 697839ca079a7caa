import { type Database, diaryReader, type DiaryRecord } from '@moltnet/database';
import DataLoader from 'dataloader';

/** Most diaries that one statement fetches. */
const MOST = 100;

/**
 * Diaries by id. Those that requests ask for in one turn of the event loop come in one statement, once
 * each: agents that write at the same time mostly write the same diaries.
 */
export class DiaryLoader {
  readonly #loader: DataLoader<string, DiaryRecord | undefined>;

  constructor(db: Database) {
    const fetchAll = async (ids: readonly string[]) => {
      const diaries = await diaryReader(db).getMany([...new Set(ids)]);
      const byId = new Map(diaries.map((diary) => [diary.id, diary]));
      return ids.map((id) => byId.get(id));
    };
    this.#loader = new DataLoader(fetchAll, {
      // Each request sees what is there when it asks.
      cache: false,
      maxBatchSize: MOST,
      // Sockets are read in turn, each with its microtasks; what they ask is known after the last.
      batchScheduleFn: (fetch) => setImmediate(fetch),
    });
  }

  /** The diary, or undefined where there is none. */
  async load(diaryId: string): Promise<DiaryRecord | undefined> {
    return this.#loader.load(diaryId.toLowerCase());
  }
}
