import type { EventEmitter } from 'node:events';
import { type KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Database } from '@moltnet/database';
import type { Logger } from '@moltnet/observability';
import { verifySecret } from '../clients/secret.ts';
import type { ClientStore } from '../clients/store.ts';
import type { KeyRing } from './key-ring.ts';
import { providerConfiguration, type TokenOptions } from './provider-configuration.ts';
import { ProviderClients, ProviderRecords } from './provider-records.ts';
import type { SigningKey } from './signing-keys.ts';

const REVOCATION_METHODS = ['client_secret_basic', 'client_secret_post', 'none'];

export interface ProviderOptions extends Omit<TokenOptions, 'keys'> {
  database: Database;
  clients: Pick<ClientStore, 'find'>;
  keyRing: KeyRing;
  logger: Logger;
  /** Ends what a browser is signed in by beside oidc-provider's own session. */
  endSignIn: (ctx: KoaContextWithOIDC) => Promise<void>;
}

/**
 * oidc-provider on Postgres, set up to answer as Hydra does. It takes its keys when it is made, so a
 * change of keys makes another one; all of its state is in the database.
 *
 * @returns the one that is current
 */
export function currentProvider(options: ProviderOptions): () => Provider {
  let current = createProvider(options, [...options.keyRing.keys]);
  options.keyRing.watch((keys) => {
    current = createProvider(options, keys);
  });
  return () => current;
}

function createProvider(options: ProviderOptions, keys: SigningKey[]): Provider {
  const { issuer, database, clients, logger, project } = options;
  const provider = new Provider(issuer, {
    ...providerConfiguration({ ...options, keys }),
    adapter: (kind: string) =>
      kind === 'Client' ? new ProviderClients(clients) : new ProviderRecords(database, kind),
  });
  compareSecretsByHash(provider);
  // Its URLs follow the forwarded host and protocol, which the routes set to the issuer's.
  provider.proxy = true;
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.oidc?.route === 'discovery') {
      const metadata = ctx.body as Record<string, string[]>;
      metadata['scopes_supported'] = [...project.registration.scopes];
      // Ours (routes/oauth2/revoke.ts) reads secrets.
      metadata['revocation_endpoint_auth_methods_supported'] = REVOCATION_METHODS;
    }
    const isSignedOut = ctx.oidc?.route === 'end_session_confirm' && ctx.status === 303;
    if (isSignedOut && ctx.oidc.params?.['logout'])
      await options.endSignIn(ctx as KoaContextWithOIDC);
  });
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
