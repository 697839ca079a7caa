import { DBOS } from '@dbos-inc/dbos-sdk';

/** What must happen in the end: eight times within about two minutes, then for a day in such rounds. */
const PERSISTENT = { retriesAllowed: true, intervalSeconds: 0.5, backoffRate: 2, maxAttempts: 8 };
const ROUNDS = 700;

/** A step of a workflow that is repeated until it is done. */
export type Persist = (name: string, work: () => Promise<void>) => Promise<void>;

export function createPersist(logger: { error(fields: object, message: string): void }): Persist {
  return async function persist(name, work) {
    for (let round = 1; ; round += 1) {
      try {
        return await DBOS.runStep(work, { name, ...PERSISTENT });
      } catch (error) {
        if (round === ROUNDS) throw error;
        logger.error({ err: error, step: name, round }, 'workflow step still fails');
      }
    }
  };
}
