/** A measurement, and when it was taken, in seconds. */
export interface Point {
  readonly at: number;
  readonly value: number;
}

/**
 * By how much the values grow in a minute: the median of the slopes of all pairs (Theil 1950, Sen
 * 1968), which a few samples that a busy machine took at a bad moment do not change, as they would the
 * line of least squares.
 */
export function growthPerMinute(points: readonly Point[]): number {
  const slopes = points
    .flatMap((a, index) =>
      points.slice(index + 1).map((b) => ((b.value - a.value) / (b.at - a.at)) * 60),
    )
    .toSorted((a, b) => a - b);
  if (slopes.length === 0) throw new Error('a trend needs two points');
  const middle = slopes.length / 2;
  return (slopes[Math.floor(middle)]! + slopes[Math.ceil(middle) - 1]!) / 2;
}
