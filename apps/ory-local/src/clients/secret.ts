import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** The shortest secret that a caller may choose: what is hashed fast has to be unguessable. */
export const MIN_SECRET_LENGTH = 16;

/** 256 random bits, base64url. */
export const generateSecret = (): string => randomBytes(32).toString('base64url');

/**
 * How a secret is stored: `sha256$<salt>$<hash>`. A fast hash is right here and a slow one is not:
 * client secrets are random keys of machines, which no dictionary holds, and one is compared for
 * every token (RFC 6819 section 5.1.4.1.3 asks for a slow hash only where entropy is low).
 */
export function hashSecret(secret: string, salt = randomBytes(16)): string {
  return `sha256$${salt.toString('base64url')}$${digest(salt, secret).toString('base64url')}`;
}

/** Whether `secret` is the one that was hashed; takes as long when it is not. */
export function verifySecret(secret: string, stored: string): boolean {
  const [, salt, hash] = stored.split('$');
  if (salt === undefined || hash === undefined) return false;
  return timingSafeEqual(
    digest(Buffer.from(salt, 'base64url'), secret),
    Buffer.from(hash, 'base64url'),
  );
}

const digest = (salt: Buffer, secret: string): Buffer =>
  createHash('sha256').update(salt).update(secret, 'utf8').digest();
