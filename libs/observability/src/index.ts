export { lineFormatter } from './line-formatter.ts';
export { createLogger, type Logger, type LoggerOptions } from './logger.ts';
export { requestLog, serverLogging } from './request-log.ts';
export { startTelemetry, type Telemetry, type TelemetryOptions } from './telemetry.ts';
