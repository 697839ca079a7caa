import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { connectRedis, type Redis } from './connect.ts';
import { sharedCounters } from './counters.ts';
import { haveRedis, type TestRedis, testRedis } from './testing/index.ts';
import { RedisUnavailableError } from './unavailable-error.ts';

const lines: { level: string; message: string; reason?: string }[] = [];
const logger = {
  info: (_: object, message: string) => void lines.push({ level: 'info', message }),
  warn: (fields: { reason?: string }, message: string) =>
    void lines.push({ level: 'warn', message, ...fields }),
};

const ping = (redis: Redis) => redis.run((client) => client.ping());

/** Tries until it gives something; a promise that rejects gives nothing. */
async function until<T>(what: string, probe: () => Promise<T>, ms = 8_000): Promise<T> {
  for (const deadline = Date.now() + ms; ; await delay(20)) {
    try {
      return await probe();
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`${what}: not within ${ms} ms`, { cause: error });
    }
  }
}

describe.skipIf(!haveRedis())('with a redis-server', () => {
  let server: TestRedis;
  const open: Redis[] = [];
  beforeAll(async () => {
    server = await testRedis();
  });
  afterEach(() => {
    for (const redis of open.splice(0)) redis.close();
    server.resume();
    lines.length = 0;
  });
  afterAll(() => server.kill());

  async function machine(url = server.url, commandMs = 2_000): Promise<Redis> {
    const redis = await connectRedis({ url, logger, commandMs });
    open.push(redis);
    return redis;
  }

  test('machines share a counter, and its window ends', async () => {
    const [one, other] = [await machine(), await machine()].map((m) => sharedCounters(m, 'a:'));
    const counts = await Promise.all(
      Array.from({ length: 40 }, (_, i) => (i % 2 ? one : other)?.count('k', 60_000)),
    );
    expect(counts.map((c) => c?.count).toSorted((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 40 }, (_, i) => i + 1),
    );
    for (const c of counts) expect(c?.leftMs).toBeGreaterThan(50_000);
    await one?.count('short', 20);
    await until('the window ends', async () => {
      expect(await one?.count('short', 20)).toMatchObject({ count: 1 });
    });
  });

  test('killed: each command fails at once; started again: they work, with two lines in the log', async () => {
    const redis = await machine();
    expect(await ping(redis)).toBe('PONG');
    await server.kill();
    for (let i = 0; i < 50; i += 1) {
      await expect(ping(redis)).rejects.toBeInstanceOf(RedisUnavailableError);
    }
    await server.start();
    await until('it answers', () => ping(redis));
    expect(lines.map(({ message }) => message)).toEqual([
      'redis does not answer',
      'redis answers again',
    ]);
  });

  test('frozen: three commands wait their time, the rest none; resumed: they work', async () => {
    const redis = await machine(server.url, 100);
    await until('it answers', () => ping(redis));
    server.freeze();
    const started = performance.now();
    for (let i = 0; i < 3; i += 1) {
      await expect(ping(redis)).rejects.toMatchObject({ reason: 'timeout' });
    }
    expect(performance.now() - started).toBeGreaterThanOrEqual(290);
    for (let i = 0; i < 1_000; i += 1) {
      await expect(ping(redis)).rejects.toMatchObject({ reason: 'circuit open' });
    }
    server.resume();
    await until('it answers', () => ping(redis));
  });

  test('a connection that has gone silent for good is replaced', async () => {
    const sockets: Socket[] = [];
    const proxy = createServer((socket) => {
      const upstream = connect(server.port, '127.0.0.1');
      sockets.push(socket, upstream);
      for (const each of [socket, upstream]) each.on('error', () => undefined);
      socket.pipe(upstream).pipe(socket);
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const { port } = proxy.address() as AddressInfo;
    const redis = await machine(`redis://127.0.0.1:${port}`, 50);
    await until('it answers', () => ping(redis));
    for (const socket of sockets) socket.unpipe().pause();
    await until('it answers over another connection', () => ping(redis), 20_000);
    redis.close();
    for (const socket of sockets) socket.destroy();
    await once(proxy.close(), 'close');
  });

  test('what is said on a channel is heard by every machine, after a reconnection too', async () => {
    const [speaker, hearer] = [await machine(), await machine()];
    const heard: string[] = [];
    hearer.subscribe('ended', (message) => heard.push(message));
    const say = (message: string) =>
      until('it is heard', async () => {
        await speaker.run((client) => client.publish('ended', message));
        expect(heard).toContain(message);
      });
    await say('one');
    await server.kill();
    await expect(ping(hearer)).rejects.toBeInstanceOf(RedisUnavailableError);
    await server.start();
    await say('two');
  });
});

test('a process starts without Redis', async () => {
  const started = performance.now();
  const redis = await connectRedis({ url: 'redis://127.0.0.1:1', logger, commandMs: 50 });
  expect(performance.now() - started).toBeLessThan(5_000);
  await expect(redis.run((client) => client.ping())).rejects.toBeInstanceOf(RedisUnavailableError);
  redis.close();
  expect(lines.map(({ message }) => message)).toEqual(['redis does not answer']);
});
