import type { Routes } from '../../../../app.ts';
import type { Context } from '../../../../context.ts';
import { badRequest } from '../../../../errors.ts';
import { toIdentity, type IdentityInput } from '../../../../identities/identity.ts';
import { jsonPatch, patched } from '../../../json-patch.ts';
import { idParams } from '../../../params.ts';
import { identityBody } from '../identity-body.ts';

/** patchIdentity */
export function patchIdentity(routes: Routes, { identities, baseUrl }: Context): void {
  routes.patch(
    '/admin/identities/:id',
    { schema: { params: idParams, body: jsonPatch } },
    async (request) => {
      const { id } = request.params;
      const row = await identities.get(id);
      const input: IdentityInput = patched(
        {
          schema_id: row.schemaId,
          state: row.state,
          traits: row.traits,
          metadata_public: row.metadataPublic,
          metadata_admin: row.metadataAdmin,
          ...(row.externalId === null ? {} : { external_id: row.externalId }),
        },
        request.body,
      );
      if (!request.validateInput(input, identityBody))
        throw badRequest('The patch leaves no identity.');
      return toIdentity(await identities.replace(id, input), baseUrl);
    },
  );
}
