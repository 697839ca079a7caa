import type { EventEmitter } from 'node:events';
import { Provider } from 'oidc-provider';
import type { Database } from '@moltnet/database';
import type { Logger } from '@moltnet/observability';
import { verifySecret } from '../clients/secret.ts';
import type { ClientStore } from '../clients/store.ts';
import { providerConfiguration, type TokenOptions } from './provider-configuration.ts';
import { ProviderClients, ProviderRecords } from './provider-records.ts';

export interface ProviderOptions extends TokenOptions {
  database: Database;
  clients: Pick<ClientStore, 'find'>;
  logger: Logger;
}

/** oidc-provider on Postgres, set up to answer as Hydra does. */
export function createProvider(options: ProviderOptions): Provider {
  const { issuer, database, clients, logger } = options;
  const provider = new Provider(issuer, {
    ...providerConfiguration(options),
    adapter: (kind: string) =>
      kind === 'Client' ? new ProviderClients(clients) : new ProviderRecords(database, kind),
  });
  compareSecretsByHash(provider);
  // Its URLs follow the forwarded host and protocol, which the routes set to the issuer's.
  provider.proxy = true;
  provider.on('server_error', (_, error) => logger.error({ err: error }, 'token endpoint failed'));
  // What goes wrong outside its own error handling; unheard, Koa prints it.
  (provider as EventEmitter).on('error', (error: Error) =>
    logger.error({ err: error }, 'oidc-provider failed'),
  );
  return provider;
}

/** oidc-provider's way to hash secrets: its `client_secret` is the hash, and the comparison ours. */
function compareSecretsByHash(provider: Provider): void {
  const { prototype } = provider.Client as unknown as {
    prototype: { compareClientSecret(actual: string): boolean };
  };
  prototype.compareClientSecret = function (this: { clientSecret: string }, actual: string) {
    return verifySecret(actual, this.clientSecret);
  };
}
