import { setTimeout as delay } from 'node:timers/promises';
import type { RelationArrival, relationOutboxReader } from '@moltnet/database';
import { PATIENCE_MS } from './delivered.ts';

type Arrival = ReturnType<typeof relationOutboxReader>['arrival'];

/** How soon it is looked again, and at the latest. */
const RECHECK_MS = { first: 20, most: 200 };

/**
 * How far relations are on their way to Keto, as the outbox tells it; of those that wait, not before
 * they have come or `patienceMs` is over. Whoever asks right after a change that another request
 * made, such as the webhook that makes what a new person has, is served late and not refused.
 */
export function patientArrival(arrival: Arrival, patienceMs = PATIENCE_MS): Arrival {
  return async (...about): Promise<RelationArrival> => {
    const deadline = Date.now() + patienceMs;
    let pause = RECHECK_MS.first;
    let state = await arrival(...about);
    while (state === 'waits' && Date.now() < deadline) {
      await delay(pause);
      pause = Math.min(2 * pause, RECHECK_MS.most);
      state = await arrival(...about);
    }
    return state;
  };
}
