import { createReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { haveRedis, type TestRedis, testRedis } from '@moltnet/redis/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { telemetryFile } from '../harness/collector.ts';
import { apiAt, ok } from '../harness/http.ts';
import { Network } from '../harness/network.ts';
import { expectProblem } from '../harness/problems.ts';

// What an operator sees of it when Redis dies: reads go on, registration does not, and both are counted.

interface DataPoint {
  readonly asInt?: number | string;
  readonly asDouble?: number;
  readonly attributes: readonly { key: string; value: { stringValue?: string } }[];
}

interface MetricsReport {
  readonly resourceMetrics?: readonly {
    readonly scopeMetrics: readonly {
      readonly metrics: readonly { name: string; sum?: { dataPoints: readonly DataPoint[] } }[];
    }[];
  }[];
}

/** The last value of each series of a counter, by the values of its attributes. */
async function counted(name: string): Promise<Record<string, number>> {
  const lines = (await text(createReadStream(telemetryFile(inject('run'))))).split('\n');
  const points = lines
    .filter((line) => line.includes(`"${name}"`))
    .flatMap((line) => (JSON.parse(line) as MetricsReport).resourceMetrics ?? [])
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
    .filter((metric) => metric.name === name)
    .flatMap(({ sum }) => sum?.dataPoints ?? []);
  return Object.fromEntries(
    points.map(({ attributes, asInt, asDouble }) => [
      attributes.map(({ value }) => value.stringValue).join(' '),
      Number(asInt ?? asDouble),
    ]),
  );
}

describe.skipIf(!haveRedis())('a network whose Redis was killed', () => {
  let redis: TestRedis;
  let network: Network;
  let agent: Agent;
  beforeAll(async () => {
    redis = await testRedis();
    const { otlpEndpoint } = inject('network');
    const env = { REDIS_URL: redis.url, OTLP_ENDPOINT: otlpEndpoint };
    network = await Network.start(inject('run'), 'redis', { env });
    agent = await join(network.apiUrl);
  });
  afterAll(async () => {
    await redis?.kill();
    await network?.dispose();
  });

  test('reads, refuses registrations, and counts each of both', async () => {
    await redis.kill();
    for (let read = 0; read < 3; read += 1) ok(await agent.api('GET /diaries'));
    for (let asked = 0; asked < 2; asked += 1) {
      const refusal = await apiAt(network.apiUrl)('POST /auth/register', { body: {} });
      expect(expectProblem(refusal, 'SERVICE_UNAVAILABLE').retryAfter).toBeGreaterThan(0);
    }
    // Whoever ends reports what has not been reported yet.
    await network.stop();
    expect(await counted('moltnet.rate_limit.fallbacks')).toEqual({
      'address counted_alone': 5,
      'read counted_alone': 3,
      'registration refused': 2,
    });
    const failures = Object.values(await counted('moltnet.redis.failures'));
    expect(failures.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
  });
});
