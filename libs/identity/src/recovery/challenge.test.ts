import { generateKeyPair } from '@moltnet/crypto/node';
import { expect, test } from 'vitest';
import { makeChallenge, readChallenge } from './challenge.ts';

const key = Buffer.from('the same on every machine');
const { publicKey } = generateKeyPair();
const now = Date.parse('2026-11-20T09:00:00Z');

test('a challenge is good for five minutes', () => {
  const made = { ...makeChallenge(key, publicKey, now), publicKey };
  expect(readChallenge(key, made, now + 299_999)).toBe(now + 300_000);
  expect(() => readChallenge(key, made, now + 300_000)).toThrow('has expired');
});

test('a challenge of another network is none of ours', () => {
  const made = { ...makeChallenge(Buffer.from('another'), publicKey, now), publicKey };
  expect(() => readChallenge(key, made, now)).toThrow('not one of ours');
});
