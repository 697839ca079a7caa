import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Seals texts for storage with AES-256-GCM, under a key derived from the system secret. */
export class Sealing {
  readonly #key: Buffer;

  /** @param purpose Texts sealed for one purpose can't be opened for another. */
  constructor(systemSecret: string, purpose: string) {
    this.#key = deriveKey(systemSecret, purpose);
  }

  seal(text: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** @throws Error when it was sealed under another secret, or altered since. */
  open(sealed: string): string {
    const bytes = Buffer.from(sealed, 'base64url');
    const iv = bytes.subarray(0, IV_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.#key, iv, { authTagLength: TAG_BYTES });
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const text = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  }
}

/** 32 bytes for one purpose, by HKDF-SHA-256 (RFC 5869). */
export function deriveKey(systemSecret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', systemSecret, 'ory-local', purpose, 32));
}
