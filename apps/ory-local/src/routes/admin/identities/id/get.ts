import type { Routes } from '../../../../app.ts';
import type { Context } from '../../../../context.ts';
import { toIdentity } from '../../../../identities/identity.ts';
import { idParams } from '../../../params.ts';

/** getIdentity */
export function getIdentity(routes: Routes, { identities, baseUrl }: Context): void {
  routes.get('/admin/identities/:id', { schema: { params: idParams } }, async (request) =>
    toIdentity(await identities.get(request.params.id), baseUrl),
  );
}
