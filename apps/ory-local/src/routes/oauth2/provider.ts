import type { IncomingMessage, ServerResponse } from 'node:http';
import rateLimit from '@fastify/rate-limit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Routes } from '../../app.ts';
import { RESUME_COOKIE } from '../../authorization/flow-configuration.ts';
import type { Context } from '../../context.ts';
import { OryError } from '../../errors.ts';
import { pageErrors } from '../../pages/errors.ts';
import { cookiesNamed } from '../../sessions/cookies.ts';

/** Authorization requests from one address; a person begins one with a click. */
const AUTHORIZATIONS_PER_MINUTE = 60;
/** Addresses whose counters are kept; the least recently seen go first. */
const MAX_ADDRESSES = 10_000;

const params = Type.Object({ uid: Type.String({ maxLength: 255 }) });
const verifier = Type.Optional(Type.String({ maxLength: 255 }));
const querystring = Type.Object({ login_verifier: verifier, consent_verifier: verifier });

/**
 * oAuth2Authorize, oauth2TokenExchange, revokeOidcSession, discoverOidcConfiguration and
 * discoverJsonWebKeys:
 * oidc-provider's own.
 */
export async function providerRoutes(routes: Routes, context: Context): Promise<void> {
  const { provider, challenges, baseUrl } = context;
  await routes.register(pageErrors);
  const { host, protocol } = new URL(baseUrl);

  /** oidc-provider names its endpoints by the host that was asked; they are at the issuer's. */
  const delegate = (request: IncomingMessage, response: ServerResponse): void => {
    request.headers.host = host;
    request.headers['x-forwarded-proto'] = protocol.slice(0, -1);
    delete request.headers['x-forwarded-host'];
    void provider().callback()(request, response);
  };

  const handOver = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    reply.hijack();
    reply.raw.setHeader('x-request-id', request.id);
    delegate(request.raw, reply.raw);
    return reply;
  };

  // It reads the body itself, at most 56 KB of it.
  routes.removeAllContentTypeParsers();
  routes.addContentTypeParser('*', (_request, _payload, done) => done(null));

  for (const [method, url] of [
    ['POST', '/oauth2/token'],
    ['OPTIONS', '/oauth2/token'],
    ['GET', '/oauth2/sessions/logout'],
    ['POST', '/oauth2/sessions/logout'],
    ['POST', '/oauth2/sessions/logout/confirm'],
    ['GET', '/oauth2/sessions/logout/success'],
    ['GET', '/.well-known/jwks.json'],
    ['GET', '/.well-known/openid-configuration'],
    ['GET', '/.well-known/oauth-authorization-server'],
    ['OPTIONS', '/.well-known/oauth-authorization-server'],
    ['OPTIONS', '/.well-known/openid-configuration'],
  ] as const)
    routes.route({
      method,
      url,
      handler: (request, reply) => handOver(request, reply),
    });

  // Anybody can begin one, and it is kept until a person has decided.
  await routes.register(async (limited) => {
    await limited.register(rateLimit, {
      max: context.authorizationsPerMinute ?? AUTHORIZATIONS_PER_MINUTE,
      timeWindow: 60_000,
      cache: MAX_ADDRESSES,
      errorResponseBuilder: (_request, { max }) =>
        new OryError(429, 'Too many requests', `At most ${max} authorizations a minute.`),
    });
    limited.get('/oauth2/auth', (request, reply) => handOver(request, reply));
  });

  // Where a person's browser comes back to, from each page that asks something of them.
  routes.get('/oauth2/auth/:uid', { schema: { params, querystring } }, async (request, reply) => {
    const { login_verifier, consent_verifier } = request.query;
    await challenges.requireVerifier(
      request.params.uid,
      cookiesNamed(request, RESUME_COOKIE),
      login_verifier ?? consent_verifier,
    );
    return handOver(request, reply);
  });
}
