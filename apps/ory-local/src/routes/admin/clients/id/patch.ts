import type { OAuth2Client } from '@ory/client';
import type { Routes } from '../../../../app.ts';
import { toOAuth2Client } from '../../../../clients/client.ts';
import type { Context } from '../../../../context.ts';
import { badRequest } from '../../../../errors.ts';
import { jsonPatch, patched } from '../../../json-patch.ts';
import { idParams } from '../../../params.ts';
import { clientBody } from '../client-body.ts';

/** patchOAuth2Client */
export function patchOAuth2Client(routes: Routes, { clients }: Context): void {
  routes.patch(
    '/admin/clients/:id',
    { schema: { params: idParams, body: jsonPatch } },
    async (request) => {
      const { id } = request.params;
      const before = await clients.get(id);
      // The secret can't be read, yet in Hydra `replace` sets it.
      const { client_secret, ...document } = patched<OAuth2Client>(
        { ...before.document, client_secret: '' },
        request.body,
      );
      const after = client_secret ? { ...document, client_secret } : document;
      if (!request.validateInput(after, clientBody))
        throw badRequest('The patch leaves no client.');
      const { row, secret } = await clients.replace(id, after);
      return toOAuth2Client(row, secret);
    },
  );
}
