import { monitorEventLoopDelay } from 'node:perf_hooks';
import Fastify from 'fastify';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from './logger.ts';
import { requestLog, serverLogging } from './request-log.ts';
import { otlpReceiver } from './testing/otlp-receiver.ts';
import { startTelemetry, type Telemetry } from './telemetry.ts';

let telemetry: Telemetry | undefined;
afterEach(() => telemetry?.shutdown());

interface Attribute {
  key: string;
  value: Record<string, unknown>;
}
const attributes = (list: Attribute[]): Record<string, unknown> =>
  Object.fromEntries(list.map(({ key, value }) => [key, Object.values(value)[0]]));

interface Traces {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: { spans: { traceId: string; spanId: string; attributes: Attribute[] }[] }[];
  }[];
}
interface Metrics {
  resourceMetrics: { scopeMetrics: { metrics: { name: string }[] }[] }[];
}
interface Logs {
  resourceLogs: {
    scopeLogs: {
      logRecords: {
        traceId: string;
        severityText: string;
        body: { stringValue: string };
        attributes: Attribute[];
      }[];
    }[];
  }[];
}

/** Resolves when a histogram of the event loop's delay has something in it. */
async function eventLoopMeasured(): Promise<void> {
  const histogram = monitorEventLoopDelay({ resolution: 20 });
  histogram.enable();
  await vi.waitUntil(() => histogram.count > 2);
  histogram.disable();
}

const metricNames = (reports: unknown[]): string[] =>
  (reports as Metrics[])
    .flatMap(({ resourceMetrics }) => resourceMetrics[0]?.scopeMetrics ?? [])
    .flatMap(({ metrics }) => metrics.map(({ name }) => name));

describe('startTelemetry', () => {
  it('sends traces, metrics and logs of a request, tied together and without its query', async () => {
    const receiver = await otlpReceiver();
    telemetry = await startTelemetry({
      serviceName: 'moltnet-test',
      serviceVersion: '1.2.3',
      endpoint: receiver.endpoint,
    });
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const app = Fastify(serverLogging(createLogger({ name: 'test', destination })));
    await app.register(requestLog);
    app.get('/entries/:id', async (request) => {
      request.log.info({ entry: { kind: 'semantic' }, token: 'S3CRET' }, 'read');
      return {};
    });
    await app.inject('/entries/7?code=S3CRET');
    await app.close();
    await eventLoopMeasured();
    await telemetry.shutdown();
    await receiver.close();

    const [traces] = receiver.received.traces as [Traces];
    expect(attributes(traces.resourceSpans[0]?.resource.attributes ?? [])).toMatchObject({
      'service.name': 'moltnet-test',
      'service.version': '1.2.3',
    });
    const span = traces.resourceSpans[0]?.scopeSpans[0]?.spans[0];
    expect(attributes(span?.attributes ?? [])).toMatchObject({
      'http.request.method': 'GET',
      'http.route': '/entries/:id',
      'url.path': '/entries/7',
      'http.response.status_code': 200,
    });

    const records = (receiver.received.logs as Logs[]).flatMap(
      ({ resourceLogs }) => resourceLogs[0]?.scopeLogs[0]?.logRecords ?? [],
    );
    expect(records.map(({ body }) => body.stringValue)).toEqual(['read', 'request']);
    expect(records[0]).toMatchObject({ traceId: span?.traceId, severityText: 'info' });
    expect(attributes(records[0]?.attributes ?? [])).toMatchObject({
      'entry.kind': 'semantic',
      token: '[redacted]',
    });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      traceId: span?.traceId,
      spanId: span?.spanId,
    });

    expect(metricNames(receiver.received.metrics)).toEqual(
      expect.arrayContaining(['http.server.request.duration', 'nodejs.eventloop.delay.p99']),
    );
    expect(JSON.stringify(receiver.received)).not.toContain('S3CRET');
  });

  it('is off without an endpoint: a log line has no trace', async () => {
    telemetry = await startTelemetry({ serviceName: 'moltnet-test' });
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    createLogger({ name: 'test', destination }).info('hello');
    expect(JSON.parse(lines[0] ?? '')).not.toHaveProperty('traceId');
  });
});
