import type { Routes } from '../../../app.ts';
import type { Context } from '../../../context.ts';
import { registeredClient, registrationBody } from '../../../registration/metadata.ts';
import { REGISTRATION_PATH, registrationAnswer } from './answer.ts';

/** createOidcDynamicClient (RFC 7591 section 3). */
export function createOidcDynamicClient(routes: Routes, context: Context): void {
  const { registrations, project, baseUrl } = context;
  const { scopes } = project.registration;
  routes.post(
    REGISTRATION_PATH,
    { schema: { body: registrationBody }, bodyLimit: 64 * 1024 },
    async ({ body }, reply) => {
      const registered = await registrations.create(registeredClient(body, scopes));
      void reply.code(201).header('cache-control', 'no-store');
      return registrationAnswer(registered, baseUrl, registered.registrationToken);
    },
  );
}
