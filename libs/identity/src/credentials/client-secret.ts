import { randomBytes } from 'node:crypto';

/** 256 random bits, base64url. */
export function newClientSecret(): string {
  return randomBytes(32).toString('base64url');
}
