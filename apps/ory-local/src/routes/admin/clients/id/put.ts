import type { OAuth2Client } from '@ory/client';
import type { Routes } from '../../../../app.ts';
import { toOAuth2Client } from '../../../../clients/client.ts';
import type { Context } from '../../../../context.ts';
import { idParams } from '../../../params.ts';
import { clientBody } from '../client-body.ts';

/** setOAuth2Client */
export function setOAuth2Client(routes: Routes, { clients }: Context): void {
  routes.put(
    '/admin/clients/:id',
    { schema: { params: idParams, body: clientBody } },
    async (request) => {
      const { row, secret } = await clients.replace(
        request.params.id,
        request.body as OAuth2Client,
      );
      return toOAuth2Client(row, secret);
    },
  );
}
