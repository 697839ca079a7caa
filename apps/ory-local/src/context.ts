import type { Provider } from 'oidc-provider';
import { connect, type Database } from '@moltnet/database';
import type { Logger } from '@moltnet/observability';
import { Challenges } from './authorization/challenges.ts';
import { ConsentStore } from './authorization/consents.ts';
import { endSignIn } from './authorization/logout.ts';
import { toProviderMetadata } from './clients/client.ts';
import { ClientStore } from './clients/store.ts';
import type { Secrets, ServerConfig } from './config/index.ts';
import { CourierStore } from './courier/store.ts';
import { badRequest } from './errors.ts';
import { isActiveIdentity } from './identities/is-active.ts';
import { IdentityStore } from './identities/store.ts';
import { Attempts } from './passwords/attempts.ts';
import { TupleStore } from './permissions/store.ts';
import { readProject, type Project } from './project.ts';
import { Csrf } from './self-service/csrf.ts';
import { FlowStore } from './self-service/store.ts';
import { SessionStore } from './sessions/store.ts';
import { Registrations } from './registration/registrations.ts';
import { createSchema } from './store/schema.ts';
import { startSweeping } from './store/sweep.ts';
import { tokenFinder, type FindToken } from './tokens/introspection.ts';
import { KeyRing } from './tokens/key-ring.ts';
import { currentProvider } from './tokens/provider.ts';
import { revokedTokens } from './tokens/revoked-tokens.ts';
import { deriveKey, Sealing } from './tokens/sealing.ts';
import { tokenHook } from './tokens/token-hook.ts';
import { Webhooks } from './webhooks/webhooks.ts';

/** Everything a route may use. Made once, disposed in reverse. */
export interface Context {
  /** `iss` of tokens and base of every URL in an answer; without a slash at the end. */
  baseUrl: string;
  apiKey: string;
  database: Database;
  project: Project;
  identities: IdentityStore;
  sessions: SessionStore;
  flows: FlowStore;
  csrf: Csrf;
  webhooks: Webhooks;
  attempts: Attempts;
  /** Codes that were asked for, by address. */
  recoveryAttempts: Attempts;
  courier: CourierStore;
  clients: ClientStore;
  registrations: Registrations;
  registrationsPerMinute: number | undefined;
  authorizationsPerMinute: number | undefined;
  /** The one that has the current keys. */
  provider: () => Provider;
  keyRing: KeyRing;
  challenges: Challenges;
  consents: ConsentStore;
  /** Whether an identity is there and active. */
  isActive: (identityId: string) => Promise<boolean>;
  findToken: FindToken;
  tuples: TupleStore;
  dispose(): Promise<void>;
}

/**
 * @param url Where it listens, and hence the issuer where the configuration names none.
 * @throws when the database does not answer or the project file is unusable.
 */
export async function createContext(
  config: ServerConfig,
  secrets: Secrets,
  url: string,
  logger: Logger,
): Promise<Context> {
  const database = connect(secrets.databaseUrl, { applicationName: 'ory-local', max: 8 });
  try {
    await createSchema(database);
    const project = await readProject();
    const identities = new IdentityStore(database, project.identitySchemas);
    const keyRing = await KeyRing.open({
      database,
      systemSecret: secrets.systemSecret,
      publishedMs: config.keyPublishedMs,
      tokenTtl: project.tokens.accessTokenTtl,
      logger,
    });
    const clients: ClientStore = new ClientStore(database, async (client) => {
      try {
        await provider().Client.validate(toProviderMetadata(client));
      } catch (error) {
        throw badRequest(describe(error));
      }
    });
    const issuer = config.issuer ?? url;
    const consents = new ConsentStore(database);
    const isActive = (id: string): Promise<boolean> => isActiveIdentity(database, id);
    const sessions = new SessionStore(database, identities, project.sessions.lifespan);
    const provider = currentProvider({
      issuer,
      database,
      clients,
      keyRing,
      project,
      consents,
      consentClaims: async (grantId) =>
        (await consents.ofGrant(grantId))?.granted.session?.access_token ?? {},
      cookieKeys: [deriveKey(secrets.systemSecret, 'cookies').toString('base64url')],
      loopbackClientDocuments: config.loopbackClientDocuments ?? false,
      isActive,
      hook: hookOf(config, secrets, logger),
      pairwiseSalt: secrets.pairwiseSalt,
      endSignIn: (ctx) => endSignIn({ sessions, project, baseUrl: issuer }, ctx),
      logger,
    });
    const webhooks = new Webhooks({
      hooks: project.hooks,
      origin: config.tokenHookUrl && new URL(config.tokenHookUrl).origin,
      apiKey: secrets.webhookApiKey,
      timeoutMs: config.tokenHookTimeoutMs,
      logger,
    });
    const stopSweeping = startSweeping(database, logger);
    return {
      baseUrl: issuer,
      apiKey: secrets.apiKey,
      database,
      project,
      identities,
      sessions,
      flows: new FlowStore(database),
      csrf: new Csrf(secrets.systemSecret, issuer),
      webhooks,
      attempts: new Attempts('Too many failed sign-ins. Try again later.'),
      recoveryAttempts: new Attempts('Too many recovery codes. Try again later.'),
      courier: new CourierStore(database, new Sealing(secrets.systemSecret, 'courier')),
      clients,
      registrations: new Registrations(database, clients),
      registrationsPerMinute: config.registrationsPerMinute,
      authorizationsPerMinute: config.authorizationsPerMinute,
      provider,
      keyRing,
      challenges: new Challenges(provider, clients, issuer),
      consents,
      isActive,
      findToken: tokenFinder({
        issuer,
        keyRing,
        provider,
        clients,
        revoked: revokedTokens(database),
        isActive,
      }),
      tuples: new TupleStore(database),
      async dispose() {
        await webhooks.settled();
        keyRing.close();
        await stopSweeping();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

function hookOf(config: ServerConfig, secrets: Secrets, logger: Logger) {
  if (config.tokenHookUrl === undefined || secrets.webhookApiKey === undefined) {
    logger.warn('TOKEN_HOOK_URL is not set: tokens carry no claims of MoltNet');
    return undefined;
  }
  return tokenHook({
    url: config.tokenHookUrl,
    apiKey: secrets.webhookApiKey,
    timeoutMs: config.tokenHookTimeoutMs,
    logger,
  });
}

/** What oidc-provider found wrong with a client. */
function describe(error: unknown): string {
  const { error_description } = error as { error_description?: unknown };
  return typeof error_description === 'string' ? error_description : 'The client is not usable.';
}
