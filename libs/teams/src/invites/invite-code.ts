import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits behind a prefix by which a leaked one can be searched for. */
export function newInviteCode(): string {
  return `mlt_inv_${randomBytes(32).toString('base64url')}`;
}

/** What is kept of a code. It is random, so a plain digest says nothing about it. */
export function inviteCodeHash(code: string): string {
  return createHash('sha256').update(code).digest('hex');
}
