import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether what is presented is `key`. Compares in constant time whatever the lengths are, by comparing digests. */
export function createKeyCheck(key: string): (presented: unknown) => boolean {
  const expected = digest(key);
  return (presented) =>
    typeof presented === 'string' && timingSafeEqual(digest(presented), expected);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
