import { LIMITS } from '@moltnet/contract';

/** What a caller's `Idempotency-Key` asks for. */
export interface Idempotency {
  readonly key: string;
  /** Operation id: the same key on another route is another key. */
  readonly route: string;
  /** Digest of what is asked. */
  readonly requestHash: string;
  /** Where the result holds a secret: how it is kept, so that the database alone does not tell it. */
  readonly sealing?: ResultSealing;
}

export interface ResultSealing {
  seal(result: string): string;
  /** `null` for what was sealed otherwise. */
  unseal(sealed: string): string | null;
}

/** How long a result is kept, in milliseconds. */
export const KEEP_MS = LIMITS.idempotencyHours * 3_600_000;
