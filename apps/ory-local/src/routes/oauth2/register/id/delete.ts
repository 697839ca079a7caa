import type { Routes } from '../../../../app.ts';
import type { Context } from '../../../../context.ts';
import { idParams } from '../../../params.ts';
import { bearerToken } from '../../bearer-token.ts';
import { REGISTRATION_PATH } from '../answer.ts';

/** deleteOidcDynamicClient (RFC 7592 section 2.3): with the client go its consents and tokens. */
export function deleteOidcDynamicClient(routes: Routes, context: Context): void {
  routes.delete(
    `${REGISTRATION_PATH}/:id`,
    { schema: { params: idParams } },
    async ({ params, headers }, reply) => {
      await context.registrations.open(params.id, bearerToken(headers.authorization));
      await context.clients.delete(params.id);
      return reply.code(204).send();
    },
  );
}
