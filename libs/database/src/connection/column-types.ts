/** Type ids of pg_catalog.pg_type. */
export const TYPE_ID = { int8: 20, json: 114, timestamptz: 1184, jsonb: 3802 } as const;

const TIMESTAMPTZ = /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/;

/**
 * RFC 3339 with microseconds from Postgres' text form, which a connection in UTC sends as
 * `2026-11-20 07:00:00.5+00`. A JS Date would cut it to milliseconds, and a cursor made of it would skip rows
 * inside the same one.
 * @throws {TypeError} for infinity, years before Christ and other zones, none of which we store
 */
export function parseTimestamp(text: string): string {
  const match = TIMESTAMPTZ.exec(text);
  if (!match) throw new TypeError(`Not a timestamp in UTC: ${text}`);
  const [, date, time, fraction = ''] = match;
  return `${date}T${time}.${fraction.padEnd(6, '0')}Z`;
}

/**
 * The text form of a halfvec. Five digits are more than its eleven bits of mantissa hold, and a
 * third of the bytes of a double's.
 */
export function formatHalfvec(vector: Float32Array): string {
  return `[${Array.from(vector, (value) => Number(value.toPrecision(5))).join(',')}]`;
}

/** The vector of a halfvec in text form. */
export function parseHalfvec(text: string): Float32Array {
  return Float32Array.from(text.slice(1, -1).split(','), Number);
}
