import { Point } from '@noble/ed25519';
import { bytesToHex } from '@noble/hashes/utils.js';

/**
 * Which 32 bytes may stand for a point or a scalar. Both Ed25519 engines ask here first, because
 * each alone lets something through: noble takes a small-order R, OpenSSL 3.0 also small-order and
 * non-canonical public keys (vectors/ed25519-edge-cases.json holds one of each).
 */

const { p: FIELD_PRIME, n: GROUP_ORDER } = Point.CURVE();
const Y_MASK = 2n ** 255n - 1n;

/** The y of the eight points whose order divides 8; each y stands for both signs of x. */
const SMALL_ORDER_Y: ReadonlySet<bigint> = new Set([
  0n,
  1n,
  FIELD_PRIME - 1n,
  0x5fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
]);

/** The number that `bytes` are in little-endian order. */
export function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${bytesToHex(bytes.toReversed())}`);
}

/**
 * Whether 32 bytes are a canonical encoding (RFC 8032 section 5.1.3, y < p) of something other
 * than a point of small order. That there is a point of this y at all is for the curve to say.
 * The one other non-canonical form, x = 0 with its sign set, has y = 1 or -1: small order.
 */
export function isStrictPoint(bytes: Uint8Array): boolean {
  const y = littleEndian(bytes) & Y_MASK;
  return y < FIELD_PRIME && !SMALL_ORDER_Y.has(y);
}

/** Whether 32 bytes are a scalar below the group order (RFC 8032 section 5.1.7); S + L is not. */
export function isStrictScalar(bytes: Uint8Array): boolean {
  return littleEndian(bytes) < GROUP_ORDER;
}
