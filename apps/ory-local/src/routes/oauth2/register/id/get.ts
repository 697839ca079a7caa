import type { Routes } from '../../../../app.ts';
import type { Context } from '../../../../context.ts';
import { idParams } from '../../../params.ts';
import { bearerToken } from '../../bearer-token.ts';
import { registrationAnswer, REGISTRATION_PATH } from '../answer.ts';

/** getOidcDynamicClient (RFC 7592 section 2.1). */
export function getOidcDynamicClient(routes: Routes, context: Context): void {
  const { registrations, clients, baseUrl } = context;
  routes.get(
    `${REGISTRATION_PATH}/:id`,
    { schema: { params: idParams } },
    async ({ params, headers }, reply) => {
      const token = bearerToken(headers.authorization);
      await registrations.open(params.id, token);
      void reply.header('cache-control', 'no-store');
      return registrationAnswer({ row: await clients.get(params.id) }, baseUrl, token ?? '');
    },
  );
}
