import { Type } from 'typebox';
import { errors } from 'oidc-provider';
import type { Routes } from '../../app.ts';
import type { Context } from '../../context.ts';
import { authenticateClient } from '../../tokens/client-authentication.ts';

const body = Type.Object({
  token: Type.String({ minLength: 1, maxLength: 16_384 }),
  client_id: Type.Optional(Type.String({ maxLength: 2048 })),
  client_secret: Type.Optional(Type.String({ maxLength: 512 })),
});

/**
 * revokeOAuth2Token (RFC 7009). Ours, because oidc-provider revokes opaque tokens only. A token that
 * is unknown or of another client changes nothing and answers 200, which tells nobody of it.
 */
export function revokeOAuth2Token(routes: Routes, context: Context): void {
  routes.post('/oauth2/revoke', { schema: { body } }, async (request, reply) => {
    const { token, client_id, client_secret } = request.body;
    const client = await authenticateClient(context.provider(), request.headers.authorization, {
      clientId: client_id,
      clientSecret: client_secret,
    });
    if (client === undefined) {
      const { error, error_description } = new errors.InvalidClientAuth('');
      return reply.code(401).send({ error, error_description });
    }
    const live = await context.findToken(token);
    if (live?.clientId === client.clientId) await live.revoke();
    return reply.code(200).send();
  });
}
