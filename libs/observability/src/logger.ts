import { pino, type DestinationStream, type Logger } from 'pino';
import { lineFormatter } from './line-formatter.ts';
import { redactFields, redactText } from './redact.ts';
import { telemetrySink } from './telemetry-seam.ts';

export type { Logger } from 'pino';

export interface LoggerOptions {
  /** The process that speaks, `rest-api`; printed as `name` on every line. */
  name: string;
  /** Least level that is printed; `silent` prints nothing. Default `info`. */
  level?: string | undefined;
  /** Coloured lines for a person; default: whether stdout is a terminal. */
  pretty?: boolean | undefined;
  /** Where lines go; default: stdout. Given, it receives JSON unless `pretty` is true. */
  destination?: DestinationStream | undefined;
}

/**
 * A pino logger that prints JSON lines, or coloured ones on a terminal, and never a secret: see
 * `redactFields` and `serializeError`.
 *
 * @throws Error when `level` is not a level of pino's.
 */
export function createLogger(options: LoggerOptions): Logger {
  const pretty = options.pretty ?? (options.destination === undefined && process.stdout.isTTY);
  const destination = options.destination ?? pino.destination({ fd: 1, sync: true });
  return pino(
    {
      name: options.name,
      level: options.level ?? 'info',
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (level) => ({ level }),
        log: redactFields,
      },
      mixin: () => telemetrySink()?.traceIds() ?? {},
      hooks: {
        streamWrite(line) {
          const safe = redactText(line);
          telemetrySink()?.logLine(safe);
          return safe;
        },
      },
      // Errors are already plain when serializers run; pino's own would copy their enumerable fields.
      serializers: { err: (error: unknown) => error },
    },
    pretty ? prettyStream(destination) : destination,
  );
}

function prettyStream(destination: DestinationStream): DestinationStream {
  const format = lineFormatter();
  return { write: (line) => destination.write(format(line)) };
}
