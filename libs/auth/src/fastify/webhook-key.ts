import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares in constant time whatever the lengths are, by comparing digests. */
export function createWebhookKeyCheck(key: string): (presented: unknown) => boolean {
  const expected = digest(key);
  return (presented) =>
    typeof presented === 'string' && timingSafeEqual(digest(presented), expected);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
