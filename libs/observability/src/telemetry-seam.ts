/** What telemetry wants to know of logs and requests, while it is on. */
export interface TelemetrySink {
  /** Ids that tie a log line to the trace in which it was written. */
  traceIds(): { traceId: string; spanId: string } | undefined;
  /** A JSON log line, with nothing secret in it. */
  logLine(line: string): void;
  requestEnded(request: { method: string; route: string; status: number; seconds: number }): void;
}

let active: TelemetrySink | undefined;

/** Where loggers and the request log report to; undefined while telemetry is off. */
export const telemetrySink = (): TelemetrySink | undefined => active;

/** Connects telemetry with what is logged from now on, or takes it off again. */
export function setTelemetrySink(sink: TelemetrySink | undefined): void {
  active = sink;
}
