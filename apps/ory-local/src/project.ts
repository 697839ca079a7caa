import { readFile } from 'node:fs/promises';
import { IdentitySchema } from './identities/schema.ts';
import { loadModel, type PermissionModel } from './permissions/model.ts';
import type { FlowKind } from './self-service/flow.ts';
import { parseDuration } from './tokens/duration.ts';
import { parseBodyTemplate } from './webhooks/body-template.ts';
import { readHooks, type HookFile, type HooksOf } from './webhooks/hooks.ts';

/** The part of infra/ory/project.json that ory-local acts on. */
interface ProjectFile {
  services: {
    identity: {
      config: {
        identity: { default_schema_id: string; schemas: { id: string; url: string }[] };
        session: { lifespan: string };
        selfservice: {
          allowed_return_urls: string[];
          flows: HookFile &
            Record<Exclude<FlowKind, 'recovery'>, { lifespan: string }> & {
              settings: { privileged_session_max_age: string };
            };
        };
      };
    };
    oauth2: {
      config: {
        strategies: { access_token: AccessTokenStrategy; jwt: { scope_claim: ScopeClaim } };
        ttl: Record<
          'access_token' | 'auth_code' | 'refresh_token' | 'login_consent_request',
          string
        >;
        oidc: { dynamic_client_registration: { enabled: boolean; default_scope: string[] } };
        oauth2: {
          client_credentials: { default_grant_allowed_scope: boolean };
          allowed_top_level_claims: string[];
          mirror_top_level_claims: boolean;
          pkce: { enforced: boolean };
        };
      };
    };
    permission: {
      config: {
        limit: { max_read_depth: number; max_batch_check_size: number };
        namespaces: { location: string };
      };
    };
  };
}

export type AccessTokenStrategy = 'jwt' | 'opaque';
export type ScopeClaim = 'list' | 'string' | 'both';

/** How tokens are made, as Hydra's configuration says it. */
export interface TokenSettings {
  strategy: AccessTokenStrategy;
  scopeClaim: ScopeClaim;
  /** Seconds. */
  accessTokenTtl: number;
  authorizationCodeTtl: number;
  refreshTokenTtl: number;
  /** How long a person may take to log in and to consent. Seconds. */
  interactionTtl: number;
  /** Whether clients with a secret need PKCE too; those without always do. */
  pkceEnforced: boolean;
  /** A client that asks for no scope gets all of its own. */
  defaultGrantAllowedScope: boolean;
  allowedTopLevelClaims: string[];
  mirrorTopLevelClaims: boolean;
}

/** How people's sessions are kept, as Kratos' configuration says it; times in seconds. */
export interface SessionSettings {
  /** Kratos' own default; on Ory Network the name is the project's. */
  cookieName: string;
  lifespan: number;
  /** How long after signing in one may change what opens the account. */
  privilegedMaxAge: number;
}

/** An Ory project: the configuration that is pushed to Ory Network, and that ory-local runs by. */
export interface Project {
  registration: {
    /** Whether a client may register itself (RFC 7591) or be known by its metadata document. */
    enabled: boolean;
    /** What such a client may ask a person for. */
    scopes: string[];
  };
  identitySchemas: ReadonlyMap<string, IdentitySchema>;
  /** Of who registers by self-service. */
  defaultSchemaId: string;
  sessions: SessionSettings;
  /** Seconds. A recovery that an administrator began lasts as long as its code. */
  flowLifespans: Readonly<Record<FlowKind, number>>;
  allowedReturnUrls: readonly string[];
  hooks: HooksOf;
  tokens: TokenSettings;
  permissions: { model: PermissionModel; maxDepth: number; maxBatchSize: number };
}

/** Of a recovery and its code, in seconds: Kratos' own default. */
const RECOVERY_LIFESPAN = 3600;

/** infra/ory of this repository. */
const PROJECT_FILE = new URL('../../../infra/ory/project.json', import.meta.url);

/** Reads the project file and what it refers to by `file://./` beside it. */
export async function readProject(file: URL = PROJECT_FILE): Promise<Project> {
  const { identity, oauth2, permission } = (JSON.parse(await readFile(file, 'utf8')) as ProjectFile)
    .services;
  const beside = (url: string): URL => new URL(url.replace(/^file:\/\//, ''), file);
  const schemas = await Promise.all(
    identity.config.identity.schemas.map(({ id, url }) => IdentitySchema.read(id, beside(url))),
  );
  const { flows, allowed_return_urls } = identity.config.selfservice;
  const { ttl, oidc } = oauth2.config;
  return {
    registration: {
      enabled: oidc.dynamic_client_registration.enabled,
      scopes: oidc.dynamic_client_registration.default_scope,
    },
    identitySchemas: new Map(schemas.map((schema) => [schema.id, schema])),
    defaultSchemaId: identity.config.identity.default_schema_id,
    sessions: {
      cookieName: 'ory_kratos_session',
      lifespan: parseDuration(identity.config.session.lifespan),
      privilegedMaxAge: parseDuration(flows.settings.privileged_session_max_age),
    },
    flowLifespans: {
      login: parseDuration(flows.login.lifespan),
      registration: parseDuration(flows.registration.lifespan),
      settings: parseDuration(flows.settings.lifespan),
      recovery: RECOVERY_LIFESPAN,
    },
    allowedReturnUrls: allowed_return_urls,
    hooks: await readHooks(flows, async (url) =>
      parseBodyTemplate(await readFile(beside(url), 'utf8')),
    ),
    tokens: {
      strategy: oauth2.config.strategies.access_token,
      scopeClaim: oauth2.config.strategies.jwt.scope_claim,
      accessTokenTtl: parseDuration(ttl.access_token),
      authorizationCodeTtl: parseDuration(ttl.auth_code),
      refreshTokenTtl: parseDuration(ttl.refresh_token),
      interactionTtl: parseDuration(ttl.login_consent_request),
      pkceEnforced: oauth2.config.oauth2.pkce.enforced,
      defaultGrantAllowedScope: oauth2.config.oauth2.client_credentials.default_grant_allowed_scope,
      allowedTopLevelClaims: oauth2.config.oauth2.allowed_top_level_claims,
      mirrorTopLevelClaims: oauth2.config.oauth2.mirror_top_level_claims,
    },
    permissions: {
      model: await loadModel(beside(permission.config.namespaces.location)),
      maxDepth: permission.config.limit.max_read_depth,
      maxBatchSize: permission.config.limit.max_batch_check_size,
    },
  };
}
