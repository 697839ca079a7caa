import { LRUCache } from 'lru-cache';

const WINDOW_MS = 60_000;
/** Fetches in a minute, of all documents and of those of one host. */
const MAX_FETCHES = 120;
const MAX_OF_HOST = 10;
const MAX_HOSTS = 1000;

/**
 * Counts the documents that are fetched: anybody may name any URL as a client id, and must not make
 * a load on others of it. A document that was fetched is kept, so people in good faith need few.
 */
export class FetchBudget {
  readonly #ofHost = new LRUCache<string, number>({ max: MAX_HOSTS, ttl: WINDOW_MS });
  #all = { count: 0, since: 0 };

  /** Whether one more document of this host may be fetched now; counts it when it may. */
  take(clientId: string, now = Date.now()): boolean {
    const host = URL.parse(clientId)?.host;
    if (host === undefined) return false;
    if (now - this.#all.since >= WINDOW_MS) this.#all = { count: 0, since: now };
    const count = this.#ofHost.get(host) ?? 0;
    if (this.#all.count >= MAX_FETCHES || count >= MAX_OF_HOST) return false;
    this.#all.count += 1;
    this.#ofHost.set(host, count + 1, { noUpdateTTL: true });
    return true;
  }
}
