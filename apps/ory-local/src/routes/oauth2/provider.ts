import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Routes } from '../../app.ts';
import { RESUME_COOKIE } from '../../authorization/flow-configuration.ts';
import type { Context } from '../../context.ts';
import { pageErrors } from '../../pages/errors.ts';
import { cookiesNamed } from '../../sessions/cookies.ts';

const params = Type.Object({ uid: Type.String({ maxLength: 255 }) });
const verifier = Type.Optional(Type.String({ maxLength: 255 }));
const querystring = Type.Object({ login_verifier: verifier, consent_verifier: verifier });

/**
 * oAuth2Authorize, oauth2TokenExchange, discoverOidcConfiguration and discoverJsonWebKeys:
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
    ['GET', '/oauth2/auth'],
    ['POST', '/oauth2/token'],
    ['OPTIONS', '/oauth2/token'],
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
