import { RATE_LIMITS } from '@moltnet/contract';
import { haveRedis, type TestRedis, testRedis } from '@moltnet/redis/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../test/calls.ts';
import { type Network, startNetwork } from '../../test/network.ts';

/** Each test has addresses of its own, as the proxy in front would say them. */
const FORWARDING_KEY = 'k'.repeat(32);
const ENV = {
  FORWARDING_KEY,
  RATE_LIMIT_SCALE: '1',
  RATE_LIMIT_ADDRESS: '100000',
  TRUSTED_PROXY_HOPS: '1',
};
const BACK_MS = 10_000;

let network: Network;
beforeAll(async () => {
  network = await startNetwork();
});
afterAll(() => network.stop());

async function ask(url: string, from: string, path = '/problems', init: RequestInit = {}) {
  const headers = {
    ...init.headers,
    'x-forwarded-for': from,
    'content-type': 'application/json',
  };
  const answer = await fetch(url + path, { ...init, headers });
  const body: unknown = await answer.json();
  return { status: answer.status, headers: answer.headers, body };
}
const statusOf = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).status;
const register = { method: 'POST', body: '{}' };
/** What the MCP server sends for somebody else. */
const asking = (address: string, key = FORWARDING_KEY): RequestInit => ({
  headers: { 'x-moltnet-client-address': address, 'x-moltnet-forwarding-key': key },
});
const isLogged = (part: string) => network.log().includes(part);
const backAgain = (url: string) =>
  until(() => statusOf(url, '192.0.2.99', '/auth/register', register), 400, BACK_MS);

async function statuses(count: number, send: (index: number) => Promise<number>) {
  return Promise.all(Array.from({ length: count }, (_, index) => send(index)));
}

describe('one machine', () => {
  let api: string;
  beforeAll(async () => {
    api = await network.startMachine(ENV);
  });

  test('counts the /64 of an IPv6 address, which is one customer, and an IPv4 address in any form', async () => {
    const spread = await statuses(RATE_LIMITS.anonymous, (i) => statusOf(api, `2001:db8::${i}`));
    expect(new Set(spread)).toEqual(new Set([200]));
    expect(await statusOf(api, '2001:db8:0:0:ffff::1')).toBe(429);
    expect(await statusOf(api, '2001:db8:0:1::1')).toBe(200);
    await statuses(RATE_LIMITS.anonymous, () => statusOf(api, '192.0.2.1'));
    expect(await statusOf(api, '::ffff:192.0.2.1')).toBe(429);
  });

  test('believes one proxy and nothing that a client wrote before it', async () => {
    await statuses(RATE_LIMITS.anonymous, (i) => statusOf(api, `198.51.100.${i}, 192.0.2.2`));
    expect(await statusOf(api, '198.51.100.250, 192.0.2.2')).toBe(429);
  });

  test('believes the MCP server for whom it asks, and nobody else', async () => {
    await statuses(RATE_LIMITS.anonymous, () =>
      statusOf(api, '192.0.2.50', '/problems', asking('198.51.100.1')),
    );
    expect(await statusOf(api, '192.0.2.50', '/problems', asking('198.51.100.1'))).toBe(429);
    expect(await statusOf(api, '192.0.2.50', '/problems', asking('198.51.100.2'))).toBe(200);
    // A stranger is counted by where it comes from, whatever it says.
    const guessed = await statuses(RATE_LIMITS.anonymous, (i) =>
      statusOf(api, '192.0.2.50', '/problems', asking(`198.51.100.${i + 10}`, 'j'.repeat(32))),
    );
    expect(new Set(guessed)).toEqual(new Set([200]));
    for (const address of ['198.51.100.3', 'nowhere', '']) {
      expect(await statusOf(api, '192.0.2.50', '/problems', asking(address, ''))).toBe(429);
    }
    expect(await statusOf(api, '192.0.2.50', '/problems', asking('nowhere'))).toBe(429);
  });

  test('logs the address for which the MCP server asks, and no other that somebody names', async () => {
    await ask(api, '192.0.2.60', '/problems', asking('198.51.100.60'));
    await ask(api, '192.0.2.61', '/problems', asking('198.51.100.61', 'j'.repeat(32)));
    const expected = ['"via":"192.0.2.60"', '"ip":"192.0.2.61"', '"ip":"198.51.100.60"'];
    await until(async () => expected.every(isLogged), true, 5_000);
    const others = ['"ip":"192.0.2.60"', '"via":"192.0.2.61"', '198.51.100.61'];
    expect(others.filter(isLogged)).toEqual([]);
  });

  test('readiness counts once', async () => {
    const [first, second] = [
      await ask(api, '192.0.2.3', '/health/ready'),
      await ask(api, '192.0.2.3', '/health/ready'),
    ].map(({ headers }) => Number(headers.get('ratelimit-remaining')));
    expect(second).toBe(Number(first) - 1);
  });
});

describe.skipIf(!haveRedis())('two machines with a Redis', () => {
  let redis: TestRedis;
  let one: string;
  let other: string;
  beforeAll(async () => {
    redis = await testRedis();
    const env = {
      ...ENV,
      REDIS_URL: redis.url,
      RATE_LIMIT_REGISTRATION: '1000',
      REDIS_TIMEOUT_MS: '500',
    };
    [one, other] = await Promise.all([network.startMachine(env), network.startMachine(env)]);
  });
  afterAll(() => redis.kill());

  test('count together', async () => {
    const sent = await statuses(RATE_LIMITS.anonymous, (i) =>
      statusOf(i % 2 ? one : other, '192.0.2.10'),
    );
    expect(new Set(sent)).toEqual(new Set([200]));
    const { status, headers, body } = await ask(other, '192.0.2.10');
    expect(status).toBe(429);
    expect(body).toMatchObject({ code: 'RATE_LIMIT_EXCEEDED' });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(headers.get('ratelimit-remaining')).toBe('0');
    expect(await statusOf(one, '192.0.2.10')).toBe(429);
    expect(await statusOf(one, '192.0.2.11')).toBe(200);
  });

  /** While Redis does not answer: reads are counted alone, what an attacker would gain from is refused. */
  async function expectFallback(from: string): Promise<void> {
    const reads = await statuses(RATE_LIMITS.anonymous, () => statusOf(one, from));
    expect(new Set(reads)).toEqual(new Set([200]));
    expect(await statusOf(one, from)).toBe(429);
    expect(await statusOf(other, from)).toBe(200);
    for (const path of ['/auth/register', '/auth/enroll', '/recovery/challenge']) {
      const { status, headers, body } = await ask(one, from, path, register);
      expect(status).toBe(503);
      expect(headers.get('retry-after')).toBe('2');
      expect(body).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    }
  }
  test('killed: reads go on, registration and recovery are 503; started again, all works by itself', async () => {
    await redis.kill();
    await expectFallback('192.0.2.20');
    await redis.start();
    await Promise.all([backAgain(one), backAgain(other)]);
    // They count together again.
    await statuses(RATE_LIMITS.anonymous, (i) => statusOf(i % 2 ? one : other, '192.0.2.21'));
    expect(await statusOf(one, '192.0.2.21')).toBe(429);
    expect(await statusOf(other, '192.0.2.21')).toBe(429);
  });

  test('hung: requests wait some milliseconds, then none; the log stays short', async () => {
    redis.freeze();
    await expectFallback('192.0.2.30');
    const took: number[] = [];
    for (let i = 0; i < 25; i += 1) {
      const started = performance.now();
      await statusOf(one, '192.0.2.31');
      took.push(performance.now() - started);
    }
    // Counted twice, by address and by group, each for itself would wait a second; a probe now and then does.
    expect(took.toSorted((a, b) => a - b)[12]).toBeLessThan(250);
    redis.resume();
    await Promise.all([backAgain(one), backAgain(other)]);
    expect(network.log().match(/redis does not answer/g)?.length).toBeLessThanOrEqual(4);
  });
});
