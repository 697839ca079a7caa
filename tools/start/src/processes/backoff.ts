/** How often a process may be restarted before something is wrong that a restart does not mend. */
export interface RestartBudget {
  /** Restarts within `window`. */
  most: number;
  /** Milliseconds. */
  window: number;
  /** Milliseconds before the first; doubled for each that follows within the window. */
  firstDelay: number;
  /** Milliseconds; no delay is longer. */
  longestDelay: number;
}

export const RESTARTS: RestartBudget = {
  most: 6,
  window: 60_000,
  firstDelay: 100,
  longestDelay: 5000,
};

/**
 * Milliseconds to wait before the next restart; undefined when the budget is spent.
 *
 * @param restarts Times of the restarts so far, in milliseconds, any order.
 * @param now On the same clock.
 */
export function nextDelay(
  restarts: readonly number[],
  now: number,
  budget: RestartBudget = RESTARTS,
): number | undefined {
  const recent = restarts.filter((time) => now - time < budget.window).length;
  if (recent >= budget.most) return undefined;
  return Math.min(budget.firstDelay * 2 ** recent, budget.longestDelay);
}
