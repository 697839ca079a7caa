import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { AGENT_KEY_PREFIX } from '@moltnet/auth';

/** 16 bytes that name the key, then 32 random ones. */
const FORMAT = new RegExp(`^${AGENT_KEY_PREFIX}([\\w-]{64})$`);
const ID_BYTES = 16;
const SECRET_BYTES = 32;

/** A new secret of the key `id`, to be shown once, and what is kept of it. */
export function newAgentKeySecret(id: string): { secret: string; secretHash: string } {
  const random = randomBytes(SECRET_BYTES);
  const named = Buffer.concat([Buffer.from(id.replaceAll('-', ''), 'hex'), random]);
  return { secret: AGENT_KEY_PREFIX + named.toString('base64url'), secretHash: digest(random) };
}

/** The key that a secret names, and the digest to compare with what is kept of it; `null` for what is no secret. */
export function parseAgentKeySecret(text: string): { id: string; secretHash: string } | null {
  const encoded = FORMAT.exec(text)?.[1];
  if (encoded === undefined) return null;
  const bytes = Buffer.from(encoded, 'base64url');
  const id = bytes
    .toString('hex', 0, ID_BYTES)
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { id, secretHash: digest(bytes.subarray(ID_BYTES)) };
}

/** In constant time. */
export function sameDigest(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A fast hash will do: there are 256 random bits to guess. */
function digest(bytes: Buffer): string {
  return hash('sha256', bytes, 'base64url');
}
