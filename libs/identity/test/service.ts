import { DBOS } from '@dbos-inc/dbos-sdk';
import { createOry, createRelationDelivery, type Ory, projectUrls } from '@moltnet/auth';
import { connect, type Database } from '@moltnet/database';
import { API_KEY } from '@moltnet/ory-local/testing';
import { createIdentity, type Identity } from '../src/index.ts';

/** Of one call upstream; short, so that a lost answer does not hold a test up. */
export const TIMEOUT_MS = 1_000;

/** libs/identity as the API runs it, on this process's DBOS. */
export interface Service {
  readonly db: Database;
  readonly ory: Ory;
  readonly identity: Identity;
  stop(): Promise<void>;
}

const silent = { warn: () => undefined, error: () => undefined };

export async function startService(databaseUrl: string, oryUrl: string): Promise<Service> {
  const db = connect(databaseUrl, { applicationName: 'identity-test', max: 4 });
  const ory = createOry({ urls: projectUrls(oryUrl), apiKey: API_KEY, timeoutMs: TIMEOUT_MS });
  const delivery = createRelationDelivery({
    db,
    relations: ory.relations,
    onRevoked: () => undefined,
    logger: silent,
    leaseMs: 3 * TIMEOUT_MS,
  });
  const identity = createIdentity({
    db,
    identities: ory.identities,
    clients: ory.clients,
    consents: ory.consents,
    delivery,
    logger: silent,
    settleMs: 2 * TIMEOUT_MS,
    onCredentialsEnded: async () => undefined,
    registrationMode: 'open',
    recoveryKey: Buffer.from('test-recovery-key'),
  });
  DBOS.setConfig({
    name: 'identity-test',
    systemDatabaseUrl: databaseUrl,
    systemDatabasePoolSize: 4,
    applicationVersion: 'test',
    logger: { ...silent, info: () => undefined, debug: () => undefined },
    useListenNotify: false,
  });
  await DBOS.launch();
  delivery.start();
  return {
    db,
    ory,
    identity,
    async stop() {
      await DBOS.shutdown({ deregister: true });
      await delivery.stop();
      ory.close();
      await db.close();
    },
  };
}
