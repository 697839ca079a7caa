import { Point } from '@noble/ed25519';
import { expect, test } from 'vitest';
import { identity } from '../test/vectors.ts';
import { decodeBase64 } from './base64.ts';
import { isStrictPoint } from './strict-encoding.ts';

test('the refused y are those of the eight points of small order, found by arithmetic', () => {
  const refused = identity.refusedPublicKeys.filter(({ name }) => name.startsWith('small order'));
  const points = refused.map(({ publicKey }) =>
    decodeBase64(publicKey.slice('ed25519:'.length), 32, 'point'),
  );
  expect(new Set(points.map((bytes) => Point.fromBytes(bytes).toHex())).size).toBe(8);
  expect(points.filter((bytes) => !Point.fromBytes(bytes).isSmallOrder())).toEqual([]);
  expect(points.filter(isStrictPoint)).toEqual([]);
});

test('the base point and its multiples are not refused', () => {
  const multiples = [1n, 2n, 8n, 12345n].map((n) => Point.BASE.multiply(n).toBytes());
  expect(multiples.filter((bytes) => !isStrictPoint(bytes))).toEqual([]);
});
