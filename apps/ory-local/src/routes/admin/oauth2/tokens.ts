import { Type } from 'typebox';
import type { Routes } from '../../../app.ts';
import type { Context } from '../../../context.ts';

const querystring = Type.Object({ client_id: Type.String({ minLength: 1, maxLength: 255 }) });

/** deleteOAuth2Token: ends every access token of a client. */
export function deleteOAuth2Token(routes: Routes, { clients }: Context): void {
  routes.delete('/admin/oauth2/tokens', { schema: { querystring } }, async (request, reply) => {
    await clients.endTokens(request.query.client_id);
    return reply.code(204).send();
  });
}
