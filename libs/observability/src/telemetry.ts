export interface TelemetryOptions {
  /** `moltnet-rest-api`. */
  serviceName: string;
  serviceVersion?: string | undefined;
  /** Base URL of an OTLP/HTTP collector, `http://127.0.0.1:4318`; undefined: telemetry is off. */
  endpoint?: string | undefined;
}

export interface Telemetry {
  /** Sends what is left and lets go; gives up after 3 s, never throws. */
  shutdown(): Promise<void>;
}

/**
 * Sends traces, metrics and logs of this process to a collector by OTLP/HTTP, when an endpoint is
 * given; else does nothing and loads nothing. Call it before the Fastify instance is made.
 */
export async function startTelemetry(options: TelemetryOptions): Promise<Telemetry> {
  const { endpoint } = options;
  if (endpoint === undefined) return { shutdown: async () => undefined };
  // 40 MB that a process without a collector has no use for.
  const { startSdk } = await import('./telemetry-sdk.ts');
  return startSdk({ ...options, endpoint });
}
