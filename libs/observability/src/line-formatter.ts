import { createRequire } from 'node:module';
import type PinoPretty from 'pino-pretty';

/**
 * A function that makes a JSON log line one that a person reads, its line break included; in colour
 * on a terminal, unless `NO_COLOR` is set.
 */
export function lineFormatter(): (line: string) => string {
  // Loaded only where somebody looks on: 13 MB that a server has no use for.
  const { prettyFactory } = createRequire(import.meta.url)('pino-pretty') as typeof PinoPretty;
  const format = prettyFactory({
    colorize: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
    ignore: 'pid',
    singleLine: true,
    translateTime: 'HH:MM:ss',
  });
  return (line) => {
    try {
      return format(shortened(JSON.parse(line)));
    } catch {
      // Somebody printed what only begins like a log line.
      return `${line}\n`;
    }
  };
}

/** A request in few words; whoever needs its id reads the JSON. */
function shortened(record: Record<string, unknown>): Record<string, unknown> {
  const { level, time, name, msg, method, path, status, durationMs } = record;
  if (msg !== 'request') return record;
  return { level, time, name, msg: `${method} ${path} ${status} ${durationMs} ms` };
}
