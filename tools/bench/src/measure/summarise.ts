/** Times of many runs. Percentiles are in milliseconds. */
export interface Summary {
  readonly operations: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/**
 * @param times milliseconds of each run, in any order, at least one
 * @param seconds from the first run's start to the last one's end
 */
export function summarise(times: readonly number[], seconds: number): Summary {
  if (times.length === 0) throw new Error('nothing was measured');
  const sorted = times.toSorted((a, b) => a - b);
  return {
    operations: sorted.length,
    seconds,
    perSecond: sorted.length / seconds,
    p50: percentile(sorted, 50),
    p95: percentile(sorted, 95),
    p99: percentile(sorted, 99),
    max: sorted.at(-1)!,
  };
}

/** The smallest value that so many percent of the values do not exceed (nearest rank). */
function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)]!;
}
