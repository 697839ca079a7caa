import { Type } from 'typebox';
import type { Routes } from '../../../../app.ts';
import type { Context } from '../../../../context.ts';
import { registeredClient, registrationBody } from '../../../../registration/metadata.ts';
import { invalidMetadata } from '../../../../registration/registration-error.ts';
import { idParams } from '../../../params.ts';
import { bearerToken } from '../../bearer-token.ts';
import { registrationAnswer, REGISTRATION_PATH } from '../answer.ts';

const body = Type.Object(
  { ...registrationBody.properties, client_id: Type.Optional(Type.String({ maxLength: 255 })) },
  { additionalProperties: true },
);

/** setOidcDynamicClient (RFC 7592 section 2.2): replaces all that the client said of itself. */
export function setOidcDynamicClient(routes: Routes, context: Context): void {
  const { registrations, clients, project, baseUrl } = context;
  routes.put(
    `${REGISTRATION_PATH}/:id`,
    { schema: { params: idParams, body }, bodyLimit: 64 * 1024 },
    async (request, reply) => {
      const { id } = request.params;
      await registrations.open(id, bearerToken(request.headers.authorization));
      if (request.body.client_id !== undefined && request.body.client_id !== id)
        throw invalidMetadata('client_id is not the one of this client.');
      const client = registeredClient(request.body, project.registration.scopes);
      const { document } = await clients.get(id);
      if (client.token_endpoint_auth_method !== document.token_endpoint_auth_method)
        throw invalidMetadata('token_endpoint_auth_method cannot be changed: register anew.');
      const registered = await registrations.replace(id, client);
      void reply.header('cache-control', 'no-store');
      return registrationAnswer(registered, baseUrl, registered.registrationToken);
    },
  );
}
