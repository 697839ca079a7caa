import type { Permissions, RelationDelivery } from '@moltnet/auth';
import type { Database } from '@moltnet/database';

/** What the verbs of this lib work with. */
export interface TeamDependencies {
  readonly db: Database;
  readonly permissions: Pick<Permissions, 'clear'>;
  readonly relations: Pick<RelationDelivery, 'flush'>;
}
