import { type OperationAuth, Problem } from '@moltnet/contract';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { IncomingMessage } from 'node:http';
import type { SessionVerifier } from '../sessions/session-verifier.ts';
import type { Principal } from '../tokens/principal.ts';
import type { TokenVerifier } from '../tokens/verifier.ts';
import { bearerToken } from './bearer.ts';
import { createKeyCheck } from './key-check.ts';
import { requireOwnPage } from './own-page.ts';
import { SESSION_HEADER, sessionCredential } from './session-credential.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call the route; a route that does not say is not registered. */
    auth?: OperationAuth;
  }
  interface FastifyRequest {
    /** Who calls; `null` on public routes and webhooks. */
    principal: Principal | null;
  }
}

export interface AuthenticationOptions {
  readonly verifier: Pick<TokenVerifier, 'verify'>;
  /** Of people's sessions; absent: nobody signs in. */
  readonly sessions?: SessionVerifier;
  /** Origins whose pages may change things with a session cookie. */
  readonly origins?: readonly string[];
  /** What Ory sends as `X-Ory-Api-Key` with its webhooks. */
  readonly webhookKey: string;
}

const REALM = 'Bearer realm="moltnet"';

/**
 * Authenticates every route by what its `config.auth` declares: a route that declares nothing fails
 * to register. The credential is checked `onRequest`, before anything is parsed, and the scopes in
 * `preHandler`, after validation (API.md, "Order of checks"): register what limits by address before
 * this, and what needs the principal after it. On public routes a credential is not even looked at.
 */
export const authentication = fastifyPlugin<AuthenticationOptions>(
  async (app, { verifier, sessions, origins, webhookKey }) => {
    const isWebhookKey = createKeyCheck(webhookKey);
    const ownOrigins = new Set(origins);

    app.decorateRequest('principal', null);
    app.addHook('onRoute', requireDeclaration);

    app.addHook('onRequest', async (request, reply) => {
      const auth = declaredAuth(request);
      if (auth === 'public') return;
      if (auth === 'webhook') {
        if (isWebhookKey(request.headers['x-ory-api-key'])) return;
        throw new Problem('UNAUTHORIZED', 'The webhook key is missing or wrong.');
      }
      request.principal = await authenticate(request, reply);
    });

    app.addHook('preHandler', async (request, reply) => {
      const auth = declaredAuth(request);
      if (typeof auth !== 'object') return;
      const { kind, scopes } = principalOf(request);
      const needed = (kind === 'human' ? auth.humanScopes : undefined) ?? auth.scopes;
      const missing = needed.filter((scope) => !scopes.includes(scope));
      if (missing.length === 0) return;
      challenge(reply, 'insufficient_scope', needed.join(' '));
      throw new Problem('FORBIDDEN', `The credential lacks the scope ${missing.join(' ')}.`);
    });

    async function authenticate(request: FastifyRequest, reply: FastifyReply): Promise<Principal> {
      try {
        const token = bearerToken(request.raw);
        if (token !== null) return await verifyBearer(token, request.raw);
        const session = await verifySession(request.raw);
        if (session !== null) return session;
      } catch (error) {
        if (error instanceof Problem && error.code === 'UNAUTHORIZED') {
          challenge(reply, 'invalid_token');
        }
        throw error;
      }
      // RFC 6750 §3.1: who sent no credential is told no error code.
      reply.header('www-authenticate', REALM);
      throw new Problem(
        'UNAUTHORIZED',
        'This route needs an access token: `Authorization: Bearer …`.',
      );
    }

    /** A browser sends its cookies along with any request, so they count for nothing beside a token. */
    async function verifyBearer(token: string, request: IncomingMessage): Promise<Principal> {
      if (request.headers[SESSION_HEADER] === undefined) return verifier.verify(token);
      throw new Problem(
        'UNAUTHORIZED',
        'Send either an access token or a session token, not both.',
      );
    }

    async function verifySession(request: IncomingMessage): Promise<Principal | null> {
      const credential = sessions && sessionCredential(request);
      if (!credential) return null;
      if ('cookie' in credential) requireOwnPage(request, ownOrigins);
      return sessions.verify(credential);
    }
  },
  { name: 'moltnet-authentication', fastify: '5.x' },
);

/** The caller of a route that declares scopes. */
export function principalOf(request: FastifyRequest): Principal {
  if (request.principal === null) {
    throw new Error(`No principal on ${request.routeOptions.url ?? request.url}.`);
  }
  return request.principal;
}

function requireDeclaration({ method, url, config }: RouteOptions): void {
  if (config?.auth === undefined && !isPreflight(method)) {
    throw new Error(`Route ${String(method)} ${url} must declare config.auth.`);
  }
}

/** What the matched route declares. Without a route there is nothing to protect; without a declaration, everything is. */
function declaredAuth({ routeOptions, is404 }: FastifyRequest): OperationAuth {
  const { config, method } = routeOptions;
  if (config.auth !== undefined) return config.auth;
  return is404 || isPreflight(method) ? 'public' : { scopes: [] };
}

/** CORS preflights come without credentials (Fetch standard, "CORS-preflight request") and do nothing. */
function isPreflight(method: string | readonly string[] | undefined): boolean {
  return method !== undefined && [method].flat().every((each) => each === 'OPTIONS');
}

/** RFC 6750 §3. */
function challenge(reply: FastifyReply, error: string, scope?: string): void {
  const needed = scope === undefined ? '' : `, scope="${scope}"`;
  reply.header('www-authenticate', `${REALM}, error="${error}"${needed}`);
}
