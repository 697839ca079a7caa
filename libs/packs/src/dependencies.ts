import type { Permissions } from '@moltnet/auth';
import type { Database } from '@moltnet/database';
import type { PackingThread } from './packing/packing-thread.ts';

/** What the verbs of this lib work with. */
export interface PackDependencies {
  readonly db: Database;
  readonly permissions: Permissions;
  readonly packing: PackingThread;
}
