import { setTimeout as delay } from 'node:timers/promises';
import { FastifyOtelInstrumentation } from '@fastify/otel';
import { logs, metrics, trace } from '@opentelemetry/api';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { RuntimeNodeInstrumentation } from '@opentelemetry/instrumentation-runtime-node';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { logRecord } from './log-record.ts';
import { setTelemetrySink } from './telemetry-seam.ts';
import type { Telemetry, TelemetryOptions } from './telemetry.ts';
import { urlPath } from './url-path.ts';

/** A collector that does not answer must not keep a process from ending. Milliseconds. */
const SHUTDOWN_WITHIN = 3000;
const EXPORT_WITHIN = 5000;
const METRICS_EVERY = 30_000;

/** Buckets of the semantic conventions for `http.server.request.duration`, in seconds. */
const DURATION_BUCKETS = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
];

/** Loaded by `startTelemetry` only where there is a collector. */
export function startSdk(options: TelemetryOptions & { endpoint: string }): Telemetry {
  const base = options.endpoint.replace(/\/+$/, '');
  const to = (path: string) => ({ url: `${base}/v1/${path}`, timeoutMillis: EXPORT_WITHIN });
  const sdk = new NodeSDK({
    resource: defaultResource().merge(
      resourceFromAttributes({
        'service.name': options.serviceName,
        ...(options.serviceVersion === undefined
          ? {}
          : { 'service.version': options.serviceVersion }),
      }),
    ),
    autoDetectResources: false,
    traceExporter: new OTLPTraceExporter(to('traces')),
    metricReaders: [
      new PeriodicExportingMetricReader({
        exporter: new OTLPMetricExporter(to('metrics')),
        exportIntervalMillis: METRICS_EVERY,
        exportTimeoutMillis: EXPORT_WITHIN,
      }),
    ],
    logRecordProcessors: [
      new BatchLogRecordProcessor({ exporter: new OTLPLogExporter(to('logs')) }),
    ],
    instrumentations: [
      // Registers itself with every Fastify instance made from now on. Spans of requests only: one
      // for each hook as well would be ten times as many and say little.
      new FastifyOtelInstrumentation({
        registerOnInitialization: true,
        instrumentHooks: false,
        instrumentHandler: false,
        ignorePaths: ({ url }) => url.startsWith('/health'),
        requestHook(span, request) {
          span.setAttributes({ 'url.path': urlPath(request.url), 'request.id': request.id });
        },
      }),
      new UndiciInstrumentation({ requireParentforSpans: true }),
      // Event loop delay and utilisation, garbage collection, heap.
      new RuntimeNodeInstrumentation(),
    ],
  });
  sdk.start();
  connectSink();
  return {
    async shutdown() {
      setTelemetrySink(undefined);
      const end = sdk.shutdown().catch(() => undefined);
      await Promise.race([end, delay(SHUTDOWN_WITHIN, undefined, { ref: false })]);
    },
  };
}

function connectSink(): void {
  const logger = logs.getLogger('moltnet');
  const duration = metrics.getMeter('moltnet').createHistogram('http.server.request.duration', {
    description: 'Duration of HTTP server requests.',
    unit: 's',
    advice: { explicitBucketBoundaries: DURATION_BUCKETS },
  });
  setTelemetrySink({
    traceIds() {
      const span = trace.getActiveSpan()?.spanContext();
      return span === undefined ? undefined : { traceId: span.traceId, spanId: span.spanId };
    },
    logLine: (line) => logger.emit(logRecord(line)),
    requestEnded({ method, route, status, seconds }) {
      duration.record(seconds, {
        'http.request.method': method,
        'http.route': route,
        'http.response.status_code': status,
      });
    },
  });
}
