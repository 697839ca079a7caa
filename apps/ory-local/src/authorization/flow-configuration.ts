import type { Configuration } from 'oidc-provider';
import { adoptClientDocument, isClientDocument } from '../client-documents/document-client.ts';
import { FetchBudget } from '../client-documents/fetch-budget.ts';
import { guardedFetch } from '../client-documents/guarded-fetch.ts';
import { EXTRA_CLIENT_METADATA, moltnetMetadata } from '../clients/client.ts';
import type { Project } from '../project.ts';
import type { ConsentStore } from './consents.ts';
import { renderErrorPage } from './error-page.ts';
import { repeatConsent } from './grants.ts';
import { rpInitiatedLogout } from './logout.ts';
import { policy } from './interaction-policy.ts';

export interface FlowOptions {
  issuer: string;
  project: Pick<Project, 'tokens' | 'registration'>;
  consents: ConsentStore;
  /** Sign the cookies. */
  cookieKeys: string[];
  /** For development: client metadata documents may be on this machine. */
  loopbackClientDocuments: boolean;
  /** Whether the identity is there and active. */
  isActive: (identityId: string) => Promise<boolean>;
}

/** Where the person's browser is sent for each prompt, as Hydra's `urls.login` and `urls.consent`. */
const PAGES: Record<string, string> = {
  login: '/self-service/login/browser?login_challenge=',
  consent: '/ui/consent?consent_challenge=',
};

/** Names the request that a browser is in the middle of. */
export const RESUME_COOKIE = 'ory_hydra_resume';

/** At the latest so long after a person consented they are asked again. Seconds. */
const GRANT_TTL = 365 * 24 * 3600;
const SESSION_TTL = 14 * 24 * 3600;

/** The part of oidc-provider's configuration that is about people: the authorization-code flow. */
export function flowConfiguration(options: FlowOptions): Omit<Configuration, 'features'> {
  const { issuer, project, consents } = options;
  const { registration, tokens } = project;
  const cookie = {
    httpOnly: true,
    sameSite: 'lax',
    secure: issuer.startsWith('https:'),
    signed: true,
  } as const;
  return {
    interactions: {
      policy: policy(),
      url: (_ctx, { prompt, uid }) => `${issuer}${PAGES[prompt.name] ?? ''}${uid}`,
    },
    cookies: {
      keys: options.cookieKeys,
      names: {
        session: 'ory_hydra_session',
        interaction: 'ory_hydra_interaction',
        resume: RESUME_COOKIE,
      },
      long: cookie,
      short: cookie,
    },
    pkce: {
      required: (_ctx, { clientAuthMethod }) => tokens.pkceEnforced || clientAuthMethod === 'none',
    },
    ttl: {
      AccessToken: (_ctx, _token, client) =>
        moltnetMetadata(client).authorizationCodeTtl ?? tokens.accessTokenTtl,
      AuthorizationCode: tokens.authorizationCodeTtl,
      Grant: GRANT_TTL,
      IdToken: tokens.accessTokenTtl,
      Interaction: tokens.interactionTtl,
      RefreshToken: (_ctx, _token, client) =>
        moltnetMetadata(client).refreshTokenTtl ?? tokens.refreshTokenTtl,
      // A browser in which nobody has logged in has nothing to be remembered.
      Session: (_ctx, { accountId }) =>
        accountId === undefined ? tokens.interactionTtl : SESSION_TTL,
    },
    findAccount: async (_ctx, accountId) =>
      (await options.isActive(accountId))
        ? { accountId, claims: async () => ({ sub: accountId }) }
        : undefined,
    loadExistingGrant: async ({ oidc }) => {
      const { provider, client, session, result } = oidc;
      const decided = result?.consent?.grantId;
      if (decided !== undefined) return provider.Grant.find(decided);
      // A native client is asked about each time: see `applicationType`.
      if (client?.applicationType !== 'web' || session?.accountId === undefined) return undefined;
      const consent = await consents.remembered(session.accountId, client.clientId);
      return consent && repeatConsent(provider, consents, consent);
    },
    // A client that registered for it gets one without naming `offline_access`: MCP clients do not.
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    expiresWithSession: async () => false,
    clientBasedCORS: (_ctx, origin, client) =>
      moltnetMetadata(client).corsOrigins.includes(origin) ||
      (client.redirectUris ?? []).some((uri) => URL.parse(uri)?.origin === origin),
    renderError: renderErrorPage,
    extraClientMetadata: {
      properties: EXTRA_CLIENT_METADATA,
      validator: (_ctx, _key, _value, metadata) => {
        if (isClientDocument(metadata.client_id))
          adoptClientDocument(metadata, registration.scopes);
      },
    },
    fetch: bounded(guardedFetch(options.loopbackClientDocuments)),
    discovery: {
      userinfo_endpoint: `${issuer}/userinfo`,
      ...(registration.enabled && { registration_endpoint: `${issuer}/oauth2/register` }),
    },
    ...documentLimits,
  };
}

/** The features that the flow needs, for oidc-provider's list of them. */
export function flowFeatures({ project }: FlowOptions) {
  const budget = new FetchBudget();
  return {
    // The types of oidc-provider do not know it yet.
    clientIdMetadataDocument: {
      ack: 'draft-02',
      enabled: project.registration.enabled,
      allowFetch: async (_ctx: unknown, clientId: string) => budget.take(clientId),
      cacheDuration: { min: 60, max: 24 * 3600 },
    },
    // Our own route: routes/oauth2/userinfo.ts.
    userinfo: { enabled: false },
    rpInitiatedLogout,
  };
}

/** A document and the keys of a client together: whoever claims to be one has them fetched. */
function bounded(fetchGuarded: typeof fetch): typeof fetch {
  const budget = new FetchBudget();
  return async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    if (!budget.take(url)) throw new TypeError('too much is fetched from there');
    return fetchGuarded(input, init);
  };
}

/** Bytes of what is fetched from other people's servers. */
const documentLimits = {
  fetchResponseBodyLimits: {
    'client_id metadata document': 16 * 1024,
    jwks_uri: 64 * 1024,
    sector_identifier_uri: 16 * 1024,
  },
};
