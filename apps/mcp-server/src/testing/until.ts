import { vi } from 'vitest';

/** Repeats `check` until it holds; fails with its last fault after 15 s, which a busy machine needs. */
export function until<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 15_000, interval: 10 });
}
