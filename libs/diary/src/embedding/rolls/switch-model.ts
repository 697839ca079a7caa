import type { Database } from '@moltnet/database';
import { changeServing } from './change-serving.ts';

/**
 * Makes the target the serving model. The one that served is kept whole, for a way back.
 * @returns the model that serves now
 * @throws {RollRefusedError} where there is no target, or it is not complete and that is not forced
 */
export function switchModel(db: Database, force: boolean): Promise<string> {
  const none = 'there is no model to switch to: begin with roll';
  return changeServing(db, { next: 'target', before: 'previous', none, force });
}
