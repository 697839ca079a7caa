/**
 * A UUIDv7 (RFC 9562, 5.7) of a time, its random bits out of a stream, so that a corpus has the same
 * ids whenever it is made.
 *
 * @param createdAt milliseconds since the epoch
 */
export function idAt(createdAt: number, random: () => number): string {
  const bits = (count: number): string =>
    Math.floor(random() * 2 ** count)
      .toString(16)
      .padStart(count / 4, '0');
  const time = createdAt.toString(16).padStart(12, '0');
  const variant = (8 + Math.floor(random() * 4)).toString(16);
  return [
    time.slice(0, 8),
    time.slice(8),
    `7${bits(12)}`,
    `${variant}${bits(12)}`,
    `${bits(24)}${bits(24)}`,
  ].join('-');
}
