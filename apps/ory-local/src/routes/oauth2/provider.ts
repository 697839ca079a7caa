import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Routes } from '../../app.ts';
import type { Context } from '../../context.ts';

/**
 * oAuth2Authorize, oauth2TokenExchange, discoverOidcConfiguration and discoverJsonWebKeys:
 * oidc-provider's own.
 */
export function providerRoutes(routes: Routes, { provider, baseUrl }: Context): void {
  const { host, protocol } = new URL(baseUrl);

  /** oidc-provider names its endpoints by the host that was asked; they are at the issuer's. */
  const delegate = (request: IncomingMessage, response: ServerResponse): void => {
    request.headers.host = host;
    request.headers['x-forwarded-proto'] = protocol.slice(0, -1);
    delete request.headers['x-forwarded-host'];
    void provider().callback()(request, response);
  };

  // It reads the body itself, at most 56 KB of it.
  routes.removeAllContentTypeParsers();
  routes.addContentTypeParser('*', (_request, _payload, done) => done(null));

  for (const [method, url] of [
    ['GET', '/oauth2/auth'],
    // Where a person's browser comes back to, from each page that asks something of them.
    ['GET', '/oauth2/auth/:uid'],
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
      handler: (request, reply) => {
        reply.hijack();
        reply.raw.setHeader('x-request-id', request.id);
        delegate(request.raw, reply.raw);
      },
    });
}
