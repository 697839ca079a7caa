import { createRequire } from 'node:module';
import type PinoPretty from 'pino-pretty';

/**
 * A function that makes a JSON log line one that a person reads, its line break included; in colour
 * on a terminal, unless `NO_COLOR` is set.
 */
export function lineFormatter(): (line: string) => string {
  // Loaded only where somebody looks on: 13 MB that a server has no use for.
  const { prettyFactory } = createRequire(import.meta.url)('pino-pretty') as typeof PinoPretty;
  return prettyFactory({
    colorize: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
    ignore: 'pid',
    translateTime: 'HH:MM:ss.l',
  });
}
