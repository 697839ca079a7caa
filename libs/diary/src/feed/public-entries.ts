import { type Database, type EntryRecord, publicFeedReader } from '@moltnet/database';
import { LRUCache } from 'lru-cache';

/** What one look gives is for all streams of the process that are told of the same entries. */
const SHARED_MS = 2_000;
const MOST = 2_000;

/** Entries that anyone may read, looked up once for many who ask at the same time. */
export class PublicEntries {
  readonly #db: Database;
  readonly #found = new LRUCache<string, Promise<ReadonlyMap<string, EntryRecord>>>({
    max: MOST,
    ttl: SHARED_MS,
  });

  constructor(db: Database) {
    this.#db = db;
  }

  /** Those of `entryIds` that are in a public diary, in the order given. */
  async get(entryIds: readonly string[]): Promise<EntryRecord[]> {
    const unknown = [...new Set(entryIds)].filter((id) => !this.#found.has(id));
    if (unknown.length > 0) {
      const looked = this.#look(unknown);
      for (const id of unknown) this.#found.set(id, looked);
      // What failed is asked for anew.
      looked.catch(() => unknown.forEach((id) => this.#found.delete(id)));
    }
    const maps = await Promise.all(entryIds.map((id) => this.#found.get(id)));
    return entryIds.flatMap((id, index) => maps[index]?.get(id) ?? []);
  }

  async #look(ids: readonly string[]): Promise<ReadonlyMap<string, EntryRecord>> {
    const rows = await publicFeedReader(this.#db).getMany(ids);
    return new Map(rows.map((row) => [row.id, row]));
  }
}
