import type { Database } from '@moltnet/database';
import { changeServing } from './change-serving.ts';

/**
 * Undoes a switch: the model before serves again, and the one that served is the target once more.
 * @returns the model that serves now
 * @throws {RollRefusedError} where there is none before, or it lacks entries and that is not forced
 */
export function rollBack(db: Database, force: boolean): Promise<string> {
  const none = 'there is no switch to undo, or the old vectors are gone';
  return changeServing(db, { next: 'previous', before: 'target', none, force });
}
