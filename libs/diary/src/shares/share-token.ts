import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits behind a prefix by which a leaked one can be searched for. */
export function newShareToken(): string {
  return `mlt_share_${randomBytes(32).toString('base64url')}`;
}

/**
 * What is kept of a token and looked up by, so that the time it takes says nothing about the tokens
 * that there are. It is random, so a plain digest says nothing either.
 */
export function shareTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
