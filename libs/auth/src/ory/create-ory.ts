import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import {
  Configuration,
  FrontendApi,
  IdentityApi,
  OAuth2Api,
  PermissionApi,
  RelationshipApi,
  WellknownApi,
} from '@ory/client';
import { createCaller } from './caller.ts';
import { type Consents, createConsents } from './consents.ts';
import { createIdentities, type Identities } from './identities.ts';
import { createIntrospect, type Introspect } from './introspection.ts';
import { createOAuth2Clients, type OAuth2Clients } from './oauth2-clients.ts';
import type { OryUrls } from './ory-urls.ts';
import { createReadiness, type CheckReadiness } from './readiness.ts';
import { createRelations, type Relations } from './relations.ts';
import { createFindSession, type FindSession } from './sessions.ts';

export interface OryOptions {
  readonly urls: OryUrls;
  /** Opens the admin side; absent where only the network guards it. */
  readonly apiKey: string | undefined;
  /** Per attempt of a call. */
  readonly timeoutMs: number;
}

/** Every call that MoltNet makes of Ory. */
export interface Ory {
  readonly identities: Identities;
  readonly clients: OAuth2Clients;
  readonly consents: Consents;
  readonly relations: Relations;
  readonly introspect: Introspect;
  readonly findSession: FindSession;
  readonly ready: CheckReadiness;
  /** Closes the connections that are kept alive. */
  close(): void;
}

/** More at once than this queue in the agent, within their own timeouts. */
const MAX_SOCKETS = 64;
const MAX_RESPONSE_BYTES = 4 * 1024 * 1024;

/**
 * Calls of one Ory project. Each throws `UpstreamUnavailableError` (no answer, 5xx, 429) or
 * `UpstreamRefusedError`; neither holds the API key, a secret or a token.
 */
export function createOry({ urls, apiKey, timeoutMs }: OryOptions): Ory {
  const keepAlive = { keepAlive: true, maxSockets: MAX_SOCKETS, scheduling: 'lifo' as const };
  const httpAgent = new HttpAgent(keepAlive);
  const httpsAgent = new HttpsAgent(keepAlive);
  const baseOptions = {
    httpAgent,
    httpsAgent,
    // Where requests go is decided by our configuration, not by HTTP_PROXY or a redirect.
    proxy: false,
    maxRedirects: 0,
    maxContentLength: MAX_RESPONSE_BYTES,
  };
  const open = (basePath: string) => new Configuration({ basePath, baseOptions });
  const guarded = (basePath: string) =>
    new Configuration({ basePath, baseOptions, ...(apiKey && { accessToken: apiKey }) });
  // A circuit each: one service can be down while the others answer.
  const [kratos, hydra, keto] = [
    createCaller(timeoutMs),
    createCaller(timeoutMs),
    createCaller(timeoutMs),
  ];
  const oauth2 = new OAuth2Api(guarded(urls.hydraAdmin));
  const identities = createIdentities(new IdentityApi(guarded(urls.kratosAdmin)), kratos);
  const relations = createRelations(
    {
      reads: new RelationshipApi(guarded(urls.ketoRead)),
      writes: new RelationshipApi(guarded(urls.ketoWrite)),
      permissions: new PermissionApi(guarded(urls.ketoRead)),
    },
    keto,
  );

  return {
    identities,
    clients: createOAuth2Clients(oauth2, hydra),
    consents: createConsents(oauth2, hydra),
    relations,
    introspect: createIntrospect(oauth2, hydra),
    findSession: createFindSession(new FrontendApi(open(urls.kratosPublic)), kratos),
    ready: createReadiness(identities, relations, new WellknownApi(open(urls.hydraPublic)), hydra),
    close() {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}
