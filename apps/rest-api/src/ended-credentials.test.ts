import { connectRedis, type Redis } from '@moltnet/redis';
import { haveRedis, type TestRedis, testRedis } from '@moltnet/redis/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { join, mint, statusOf, until } from '../test/calls.ts';
import { type Network, startNetwork } from '../test/network.ts';

/** Far less than the 5 s after which a machine looks again by itself. */
const AT_ONCE_MS = 2_500;
const logger = { info: () => undefined, warn: () => undefined };

describe.skipIf(!haveRedis())('two machines with a Redis', () => {
  let network: Network;
  let server: TestRedis;
  let redis: Redis;
  let one: string;
  let other: string;
  beforeAll(async () => {
    [network, server] = await Promise.all([startNetwork(), testRedis()]);
    redis = await connectRedis({ url: server.url, commandMs: 5_000, logger });
    const env = { REDIS_URL: server.url, REDIS_TIMEOUT_MS: '2000' };
    one = await network.startMachine(env);
    other = await network.startMachine(env);
  });
  afterAll(async () => {
    redis.close();
    await server.kill();
    await network.stop();
  });

  const keysOf = (pattern: string) => redis.run((client) => client.keys(pattern));
  const keptTokens = async () => (await keysOf('moltnet:tokens:*')).length;

  test('a token that one has minted is given by the other, and Redis can read neither it nor the secret', async () => {
    const agent = await join(one);
    const before = await keptTokens();
    const { token } = await mint(one, agent);
    await until(keptTokens, before + 1, AT_ONCE_MS);
    expect(await mint(other, agent)).toEqual({ status: 200, token });

    const keys = await keysOf('*');
    const values = await Promise.all(
      keys.map((key) => redis.run((client) => client.dump(key)).then((dump) => dump ?? '')),
    );
    const all = [...keys, ...values].flatMap((text) => [
      text,
      Buffer.from(text.replaceAll(/[^\w-]/g, ''), 'base64url').toString('latin1'),
    ]);
    for (const secret of [agent.clientSecret, agent.clientId, token, token.slice(0, 40)]) {
      expect(all.filter((text) => text.includes(secret))).toEqual([]);
    }
    for (const key of keys) {
      expect(await redis.run((client) => client.pTTL(key))).toBeGreaterThan(0);
    }
  });

  test('a rotation on one ends secret and tokens on the other at once', async () => {
    const agent = await join(one);
    const { token } = await mint(other, agent);
    expect(await statusOf(other, token)).toBe(200);
    const rotated = await agent.client.rotateSecret();
    await until(() => statusOf(other, token), 401, AT_ONCE_MS);
    expect(await mint(other, agent)).toEqual({ status: 401, token: '' });
    const renewed = await mint(other, rotated);
    expect(renewed.status).toBe(200);
    expect(await statusOf(one, renewed.token)).toBe(200);
  });

  test('a rotation while Redis is gone ends them on the other all the same, when it looks again', async () => {
    const agent = await join(one);
    const { token } = await mint(other, agent);
    expect(await statusOf(other, token)).toBe(200);
    await server.kill();
    await agent.client.rotateSecret();
    await until(() => statusOf(other, token), 401, 10_000);
    expect((await mint(other, agent)).status).toBe(401);
    await server.start();
  });

  test('what others say on the channel ends nothing and nobody', async () => {
    const agent = await join(one);
    const { token } = await mint(one, agent);
    const said = ['', '{', 'null', '[]', '{"identityId":1}', 'x'.repeat(100_000)];
    await until(() => redis.run((client) => client.ping()).catch(() => ''), 'PONG', 10_000);
    for (const message of said) {
      await redis.run((client) => client.publish('moltnet:credentials-ended', message));
    }
    expect(await statusOf(one, token)).toBe(200);
  });
});
