import {
  type Database,
  DatabaseUnavailableError,
  type EntryRecord,
  type EntrySignatureRecord,
  entryWriter,
  type NewEntry,
} from '@moltnet/database';
import DataLoader from 'dataloader';

/** Most entries that one statement writes: what the last of them waits for the others. */
const MOST = 16;

/** A new entry, with its proof where it is signed. */
interface Writing {
  readonly entry: NewEntry;
  readonly signature: EntrySignatureRecord | undefined;
}

/**
 * Writes new entries. Those of one diary that requests bring in one turn of the event loop go in one
 * statement, which takes the database a third less for each; none of another diary, whose lock they
 * would wait for.
 */
export class EntryInserter {
  readonly #db: Database;
  readonly #loader: DataLoader<Writing, EntryRecord>;

  constructor(db: Database) {
    this.#db = db;
    this.#loader = new DataLoader((writings) => this.#insertAll(writings), {
      // An entry is written once.
      cache: false,
      maxBatchSize: MOST,
      batchScheduleFn: (write) => setImmediate(write),
    });
  }

  /**
   * Resolves when the entry is durable.
   * @throws as `entryWriter.insert`
   */
  async insert(entry: NewEntry, signature?: EntrySignatureRecord): Promise<EntryRecord> {
    return this.#loader.load({ entry, signature });
  }

  async #insertAll(writings: readonly Writing[]): Promise<(EntryRecord | Error)[]> {
    const written = new Map<Writing, EntryRecord | Error>();
    const byDiary = Map.groupBy(writings, ({ entry }) => entry.diaryId);
    await Promise.all(
      Array.from(byDiary.values(), async (group) => {
        const records = await this.#insertGroup(group);
        for (const [index, writing] of group.entries()) {
          const record = records[index];
          if (record) written.set(writing, record);
        }
      }),
    );
    return writings.map((writing) => written.get(writing) ?? new Error('an entry was not written'));
  }

  /** All of one diary; where one of them cannot be written, the others are. */
  async #insertGroup(group: readonly Writing[]): Promise<(EntryRecord | Error)[]> {
    const entries = group.map(({ entry }) => entry);
    const signatures = group.flatMap(({ signature }) => signature ?? []);
    try {
      return await this.#db.autocommit((tx) => entryWriter(tx).insertMany(entries, signatures));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // Whether they were written is not known, or it is known of the only one that they were not.
      if (error instanceof DatabaseUnavailableError || group.length === 1) {
        return group.map(() => error);
      }
      const each = group.map((writing) => this.#insertGroup([writing]));
      return (await Promise.all(each)).flat();
    }
  }
}
