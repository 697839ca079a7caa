import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

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

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
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
  const derived = (use: string) => hkdfSync('sha256', secret, '', `${purpose} ${use}`, KEY_BYTES);
  const index = new Uint8Array(derived('index'));
  const salt = new Uint8Array(derived('seal'));
  const nameOf = (credential: string) =>
    createHmac('sha256', index).update(credential).digest('base64url');
  const keyOf = (credential: string) =>
    new Uint8Array(hkdfSync('sha256', credential, salt, purpose, KEY_BYTES));

  return {
    async find(credential) {
      const name = nameOf(credential);
      const sealed = await shared.get(name);
      if (sealed === null || sealed.length > MAX_SEALED) return null;
      return open(keyOf(credential), Buffer.from(sealed, 'base64url'), name);
    },
    async keep(credential, answer, ttlMs) {
      const name = nameOf(credential);
      const sealed = seal(keyOf(credential), answer, name).toString('base64url');
      if (sealed.length <= MAX_SEALED) await shared.set(name, sealed, ttlMs);
    },
  };
}

/** Nonce, tag, then what is sealed; `name` is authenticated with it, so that no answer passes for another. */
function seal(key: Uint8Array, answer: unknown, name: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(name));
  const body = Buffer.concat([cipher.update(JSON.stringify(answer)), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function open(key: Uint8Array, sealed: Buffer, name: string): unknown {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  if (tag.length < TAG_BYTES) return null;
  try {
    const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(name)).setAuthTag(tag);
    const body = Buffer.concat([
      decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)),
      decipher.final(),
    ]);
    return JSON.parse(body.toString());
  } catch {
    // Not ours, or damaged: the same as not there.
    return null;
  }
}
