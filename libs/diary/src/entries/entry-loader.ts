import { type Database, type EntryInDiary, entryReader, type Subject } from '@moltnet/database';
import DataLoader from 'dataloader';

/** Most entries that one statement fetches. */
const MOST = 100;

/**
 * Entries with what decides who may read them. Those that requests ask for in one turn of the event
 * loop come in one statement, so that the busier a process is, the less of the database a read takes.
 */
export class EntryLoader {
  readonly #loader: DataLoader<{ entryId: string; subject: Subject }, EntryInDiary | undefined>;

  constructor(db: Database) {
    this.#loader = new DataLoader((asked) => entryReader(db).getManyInDiaries(asked), {
      // Each request sees what is there when it asks.
      cache: false,
      maxBatchSize: MOST,
      // Sockets are read in turn, each with its microtasks; what they ask is known after the last.
      batchScheduleFn: (fetch) => setImmediate(fetch),
    });
  }

  /** The entry as `subject` may find it, or undefined where there is none. */
  async load(entryId: string, subject: Subject): Promise<EntryInDiary | undefined> {
    return this.#loader.load({ entryId, subject });
  }
}
