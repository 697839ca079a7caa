import type { Routes } from '../../../app.ts';
import type { Context } from '../../../context.ts';
import { toIdentity } from '../../../identities/identity.ts';
import { identityBody } from './identity-body.ts';

/** createIdentity */
export function createIdentity(routes: Routes, { identities, baseUrl }: Context): void {
  routes.post('/admin/identities', { schema: { body: identityBody } }, async (request, reply) => {
    const identity = await identities.create(request.body);
    return reply.code(201).send(toIdentity(identity, baseUrl));
  });
}
