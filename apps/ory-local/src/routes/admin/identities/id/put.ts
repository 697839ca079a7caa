import type { Routes } from '../../../../app.ts';
import type { Context } from '../../../../context.ts';
import { toIdentity } from '../../../../identities/identity.ts';
import { idParams } from '../../../params.ts';
import { identityBody } from '../identity-body.ts';

/** updateIdentity: what the body leaves out is gone, as in Kratos. */
export function updateIdentity(routes: Routes, { identities, baseUrl }: Context): void {
  routes.put(
    '/admin/identities/:id',
    { schema: { params: idParams, body: identityBody } },
    async (request) =>
      toIdentity(await identities.replace(request.params.id, request.body), baseUrl),
  );
}
