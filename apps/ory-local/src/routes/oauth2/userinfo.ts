import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Routes } from '../../app.ts';
import type { Context } from '../../context.ts';
import { bearerToken } from './bearer-token.ts';

/**
 * getOidcUserInfo (OpenID Connect Core 5.3): whose token it is, and nothing more of them. Ours,
 * because oidc-provider looks stored tokens up, and ours are JWTs for an audience.
 */
export function getOidcUserInfo(routes: Routes, { findToken }: Context): void {
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    void reply.header('cache-control', 'no-store');
    const token = bearerToken(request.headers.authorization);
    // RFC 6750 section 3.1: without a token nothing is said of what was wrong with it.
    if (token === undefined) return reply.code(401).header('www-authenticate', 'Bearer').send();
    const live = await findToken(token);
    if (live?.introspected.token_use !== 'access_token')
      return refuse(reply, 401, 'invalid_token', 'The access token is not good.');
    const { scope = '', sub } = live.introspected;
    if (!scope.split(' ').includes('openid'))
      return refuse(reply, 403, 'insufficient_scope', 'The access token has no scope openid.');
    return reply.send({ sub });
  };
  routes.get('/userinfo', answer);
  routes.post('/userinfo', answer);
}

function refuse(reply: FastifyReply, status: number, error: string, description: string): unknown {
  const scope = status === 403 ? ', scope="openid"' : '';
  return reply
    .code(status)
    .header(
      'www-authenticate',
      `Bearer error="${error}", error_description="${description}"${scope}`,
    )
    .send({ error, error_description: description });
}
