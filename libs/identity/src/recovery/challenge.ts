import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { LIMITS, Problem, type RecoveryChallenge } from '@moltnet/contract';

const DOMAIN = 'moltnet:recovery:v1';
const FORMAT = /^moltnet:recovery:v1:(ed25519:[\w+/]{43}=):[\w-]{22}:(\d{13})$/;

/**
 * A challenge for whoever says that they hold a key: text to sign as it is (UTF-8, plain Ed25519), and
 * our own mark on it. Made without a look at who is known, so that nobody learns it by asking.
 */
export function makeChallenge(key: Uint8Array, publicKey: string, now: number): RecoveryChallenge {
  const nonce = randomBytes(16).toString('base64url');
  const expiresAt = now + LIMITS.recoverySeconds * 1_000;
  const challenge = `${DOMAIN}:${publicKey}:${nonce}:${expiresAt}`;
  return { challenge, hmac: mark(key, challenge).toString('base64url') };
}

/**
 * The time (ms since the epoch) until which a challenge of ours for this key is good.
 * @throws Problem `INVALID_CHALLENGE` for any other
 */
export function readChallenge(
  key: Uint8Array,
  { challenge, hmac, publicKey }: RecoveryChallenge & { publicKey: string },
  now: number,
): number {
  const given = Buffer.from(hmac, 'base64url');
  const own = mark(key, challenge);
  const ours = given.length === own.length && timingSafeEqual(given, own);
  const [, madeFor, time = '0'] = (ours ? FORMAT.exec(challenge) : null) ?? [];
  if (madeFor === publicKey && now < Number(time)) return Number(time);
  throw invalidChallenge();
}

export function invalidChallenge(): Problem {
  return new Problem(
    'INVALID_CHALLENGE',
    'The challenge is not one of ours for this key, has expired or was used.',
  );
}

function mark(key: Uint8Array, challenge: string): Buffer {
  return createHmac('sha256', key).update(challenge).digest();
}
