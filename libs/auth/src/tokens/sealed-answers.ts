import { createHmac } from 'node:crypto';
import { seal, sealingKey, unseal } from '../sealing.ts';

/**
 * Where machines leave answers for each other. It may lose any of them at any time: neither call
 * throws or takes longer than some milliseconds.
 */
export interface SharedAnswers {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, ttlMs: number): Promise<void>;
}

/**
 * Answers to presented credentials, shared by machines so that what holds them cannot read them: an
 * answer is found by an HMAC of the credential and opened by a key that is derived from the
 * credential and from a secret of ours. With either alone, and all that is kept, nothing opens
 * (docs/decisions/027-redis-may-be-gone.md).
 */
export interface SealedAnswers {
  /** What was kept for this credential, plain JSON; `null` when there is nothing that opens. */
  find(credential: string): Promise<unknown>;
  keep(credential: string, answer: unknown, ttlMs: number): Promise<void>;
}

/** Longer than any answer with a token in it. */
const MAX_SEALED = 24 * 1024;

/**
 * @param purpose - what the answers are; those of one purpose say nothing for another
 * @param secret - at least 32 bytes, the same on every machine
 */
export function sealAnswers(
  shared: SharedAnswers,
  purpose: string,
  secret: Uint8Array,
): SealedAnswers {
  const index = sealingKey('', secret, `${purpose} index`);
  const nameOf = (credential: string) =>
    createHmac('sha256', index).update(credential).digest('base64url');
  const keyOf = (credential: string) => sealingKey(credential, secret, purpose);

  return {
    async find(credential) {
      const name = nameOf(credential);
      const sealed = await shared.get(name);
      if (sealed === null || sealed.length > MAX_SEALED) return null;
      const text = unseal(keyOf(credential), sealed, name);
      return text === null ? null : (JSON.parse(text) as unknown);
    },
    async keep(credential, answer, ttlMs) {
      const name = nameOf(credential);
      const sealed = seal(keyOf(credential), JSON.stringify(answer), name);
      if (sealed.length <= MAX_SEALED) await shared.set(name, sealed, ttlMs);
    },
  };
}
