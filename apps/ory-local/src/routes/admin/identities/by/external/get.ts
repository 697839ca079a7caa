import { Type } from 'typebox';
import type { Routes } from '../../../../../app.ts';
import type { Context } from '../../../../../context.ts';
import { toIdentity } from '../../../../../identities/identity.ts';

const params = Type.Object({ externalId: Type.String({ maxLength: 255 }) });

/** getIdentityByExternalID */
export function getIdentityByExternalID(routes: Routes, { identities, baseUrl }: Context): void {
  routes.get('/admin/identities/by/external/:externalId', { schema: { params } }, async (request) =>
    toIdentity(await identities.getByExternalId(request.params.externalId), baseUrl),
  );
}
