import type { Ory } from '@moltnet/auth';
import type { ComponentHealth } from '@moltnet/contract';
import type { Database } from '@moltnet/database';
import type { EmbeddingModels } from '@moltnet/diary';

type Probe = () => Promise<ComponentHealth['status']>;

/** A probe for each component; one that rejects says that the component does not answer. */
export type Readiness = Readonly<Record<'database' | 'dbos' | 'ory' | 'embedding', Probe>>;

interface Probed {
  readonly db: Database;
  readonly ory: Ory;
  readonly models: EmbeddingModels;
}

export function createReadiness({ db, ory, models }: Probed): Readiness {
  return {
    async database() {
      await db.ping();
      return 'ok';
    },
    async dbos() {
      await db.sql`SELECT 1 FROM dbos.workflow_status LIMIT 1`;
      return 'ok';
    },
    async ory() {
      await ory.ready();
      return 'ok';
    },
    async embedding() {
      return models.serving.status().status;
    },
  };
}
