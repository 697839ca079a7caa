import type { Routes } from '../../../../app.ts';
import { toOAuth2Client } from '../../../../clients/client.ts';
import type { Context } from '../../../../context.ts';
import { idParams } from '../../../params.ts';

/** getOAuth2Client */
export function getOAuth2Client(routes: Routes, { clients }: Context): void {
  routes.get('/admin/clients/:id', { schema: { params: idParams } }, async (request) =>
    toOAuth2Client(await clients.get(request.params.id)),
  );
}
