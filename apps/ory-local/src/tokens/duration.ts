const SECONDS = { h: 3600, m: 60, s: 1 } as const;
const DURATION = /^(?:\d+[hms])+$/;

/**
 * Seconds of a duration as Ory writes it, `1h30m`.
 *
 * @throws RangeError for anything else, and for zero.
 */
export function parseDuration(text: string): number {
  const parts = DURATION.test(text) ? [...text.matchAll(/(\d+)([hms])/g)] : [];
  const seconds = parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * SECONDS[unit as keyof typeof SECONDS],
    0,
  );
  if (seconds === 0) throw new RangeError(`"${text}" is not a duration such as 1h30m`);
  return seconds;
}
