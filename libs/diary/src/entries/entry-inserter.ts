import {
  type Database,
  DatabaseUnavailableError,
  type EntryClaim,
  type EntryRecord,
  type EntrySignatureRecord,
  entryWriter,
  type NewEntry,
} from '@moltnet/database';
import DataLoader from 'dataloader';

/** Most entries that one statement writes: what the last of them waits for the others. */
const MOST = 16;

/** A new entry, with its proof where it is signed, and the key that it is asked for with. */
interface Writing {
  readonly entry: NewEntry;
  readonly signature: EntrySignatureRecord | undefined;
  readonly claim?: EntryClaim | undefined;
}

/** Undefined where the key has made an entry before. */
type Written = EntryRecord | undefined;

/**
 * Writes new entries. Those of one diary that requests bring in one turn of the event loop go in one
 * statement, which takes the database a third less for each; none of another diary, whose lock they
 * would wait for.
 */
export class EntryInserter {
  readonly #db: Database;
  readonly #loader: DataLoader<Writing, Written>;

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
   * @throws as `entryWriter.insertMany`
   */
  async insert(entry: NewEntry, signature?: EntrySignatureRecord): Promise<EntryRecord> {
    const record = await this.#loader.load({ entry, signature });
    if (!record) throw new Error('an entry was not written');
    return record;
  }

  /**
   * The same under an `Idempotency-Key`, at most once: undefined where it has made an entry, which is
   * durable then, and nothing is written. Two at once: the second waits for the first.
   * @throws as `entryWriter.insertMany`
   */
  async insertOnce(
    entry: NewEntry,
    signature: EntrySignatureRecord | undefined,
    claim: EntryClaim,
  ): Promise<Written> {
    return this.#loader.load({ entry, signature, claim });
  }

  async #insertAll(writings: readonly Writing[]): Promise<(Written | Error)[]> {
    const written = new Map<Writing, Written | Error>();
    const byDiary = Map.groupBy(writings, ({ entry }) => entry.diaryId);
    await Promise.all(
      Array.from(byDiary.values(), async (group) => {
        // One statement claims a key once; who repeats it comes after.
        for (const claimed of roundsOf(group)) {
          const records = await this.#insertGroup(claimed);
          for (const [index, writing] of claimed.entries()) written.set(writing, records[index]);
        }
      }),
    );
    return writings.map((writing) => written.get(writing));
  }

  /** All of one diary; where one of them cannot be written, the others are. */
  async #insertGroup(group: readonly Writing[]): Promise<(Written | Error)[]> {
    const entries = group.map(({ entry }) => entry);
    const signatures = group.flatMap(({ signature }) => signature ?? []);
    const claims = group.flatMap(({ claim }) => claim ?? []);
    try {
      const records = await this.#db.autocommit((tx) =>
        entryWriter(tx).insertMany(entries, signatures, claims),
      );
      const byId = new Map(records.map((record) => [record.id, record]));
      return entries.map(({ id }) => byId.get(id));
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

/** The writings of each key one by one, and all others with the first of them. */
function roundsOf(group: readonly Writing[]): Writing[][] {
  const rounds: Writing[][] = [];
  const before = new Map<string, number>();
  for (const writing of group) {
    const { principal, key } = writing.claim ?? {};
    const name = key === undefined ? undefined : `${principal} ${key}`;
    const round = name === undefined ? 0 : (before.get(name) ?? 0);
    if (name !== undefined) before.set(name, round + 1);
    (rounds[round] ??= []).push(writing);
  }
  return rounds;
}
