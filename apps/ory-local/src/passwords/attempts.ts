import { LRUCache } from 'lru-cache';
import { OryError } from '../errors.ts';

/** Attempts that one address may have with one login name in the time. */
const MAX_FAILURES = 10;
const WITHIN_MS = 5 * 60_000;
/** Who tries more names or comes from more addresses is slowed by the hashing itself. */
const MAX_REMEMBERED = 20_000;

/**
 * Counts attempts by login name and address: sign-ins that failed, codes that were asked for. By the
 * name alone anybody could lock anybody out; by the address alone a school behind one address would
 * lock itself out.
 */
export class Attempts {
  readonly #refusal: string;
  readonly #failures = new LRUCache<string, number>({ max: MAX_REMEMBERED, ttl: WITHIN_MS });

  /** @param refusal What is told to whoever has tried too often. */
  constructor(refusal: string) {
    this.#refusal = refusal;
  }

  /**
   * Takes an attempt before it is judged, so that many at once don't share one.
   * @throws OryError 429 when too many have failed.
   */
  begin(name: string, address: string): void {
    const key = keyOf(name, address);
    const failures = this.#failures.get(key) ?? 0;
    if (failures >= MAX_FAILURES) throw new OryError(429, 'Too many requests', this.#refusal);
    // The time runs from the first failure, so that waiting helps.
    const left = this.#failures.getRemainingTTL(key);
    this.#failures.set(key, failures + 1, { ttl: failures === 0 ? WITHIN_MS : Math.max(left, 1) });
  }

  /** It was the right password: nothing is held against them. */
  succeeded(name: string, address: string): void {
    this.#failures.delete(keyOf(name, address));
  }
}

const keyOf = (name: string, address: string): string => `${address} ${name}`.slice(0, 512);
