import { HUMAN_SCOPES } from '@moltnet/contract';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { HumanSession, SessionCredential } from '../ory/sessions.ts';
import { UpstreamUnavailableError } from '../upstream-error.ts';
import { createSessionVerifier, type SessionVerifier } from './session-verifier.ts';

const TOKEN = { token: 'ory_st_0123456789' };
const inOneHour = (): string => new Date(Date.now() + 3_600_000).toISOString();

let asked: SessionCredential[];
let welcomed: string[];
let answer: () => Promise<HumanSession | null>;
let verifier: SessionVerifier;

beforeEach(() => {
  asked = [];
  welcomed = [];
  answer = async () => ({ identityId: 'h1', name: 'Ada', expiresAt: inOneHour() });
  verifier = createSessionVerifier({
    async findSession(credential) {
      asked.push(credential);
      return answer();
    },
    async welcome({ identityId }) {
      welcomed.push(identityId);
    },
  });
});

const unauthorized = { code: 'UNAUTHORIZED' };

test('a session is a person with the scopes of people', async () => {
  const human = { kind: 'human', identityId: 'h1', scopes: HUMAN_SCOPES };
  expect(await verifier.verify(TOKEN)).toEqual(human);
  expect(welcomed).toEqual(['h1']);
});

test('requests at the same time share one question, and so do those of the next seconds', async () => {
  await Promise.all([verifier.verify(TOKEN), verifier.verify(TOKEN), verifier.verify(TOKEN)]);
  await verifier.verify(TOKEN);
  expect(asked).toEqual([TOKEN]);
});

test('a token and a cookie of the same text are two', async () => {
  await verifier.verify({ token: 'same' });
  await verifier.verify({ cookie: 'same' });
  expect(asked).toHaveLength(2);
});

test('what does not hold is refused, and not asked about again at once', async () => {
  answer = async () => null;
  await expect(verifier.verify(TOKEN)).rejects.toMatchObject(unauthorized);
  await expect(verifier.verify(TOKEN)).rejects.toMatchObject(unauthorized);
  expect(asked).toHaveLength(1);
  expect(welcomed).toEqual([]);
});

test('nobody to ask is 503 and is not remembered', async () => {
  const down = new UpstreamUnavailableError({ operation: 'x', reason: 'y' });
  answer = () => Promise.reject(down);
  await expect(verifier.verify(TOKEN)).rejects.toBe(down);
  answer = async () => ({ identityId: 'h1', name: null, expiresAt: inOneHour() });
  expect(await verifier.verify(TOKEN)).toMatchObject({ identityId: 'h1' });
});

describe('as time goes by', () => {
  test('a log-out shows within 5 s', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      await verifier.verify(TOKEN);
      answer = async () => null;
      vi.advanceTimersByTime(4_900);
      expect(await verifier.verify(TOKEN)).toMatchObject({ identityId: 'h1' });
      vi.advanceTimersByTime(200);
      await expect(verifier.verify(TOKEN)).rejects.toMatchObject(unauthorized);
    } finally {
      vi.useRealTimers();
    }
  });

  test('a session is not remembered beyond its end', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const expiresAt = new Date(Date.now() + 1_000).toISOString();
      answer = async () => ({ identityId: 'h1', name: null, expiresAt });
      await verifier.verify(TOKEN);
      vi.advanceTimersByTime(1_500);
      await expect(verifier.verify(TOKEN)).rejects.toMatchObject(unauthorized);
    } finally {
      vi.useRealTimers();
    }
  });

  test('five seconds count from the question, not from a late answer', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      answer = async () => {
        vi.advanceTimersByTime(6_000);
        return { identityId: 'h1', name: null, expiresAt: inOneHour() };
      };
      await verifier.verify(TOKEN);
      await verifier.verify(TOKEN);
      expect(asked).toHaveLength(2);
    } finally {
      vi.useRealTimers();
    }
  });
});
