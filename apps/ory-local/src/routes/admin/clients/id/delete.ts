import type { Routes } from '../../../../app.ts';
import type { Context } from '../../../../context.ts';
import { idParams } from '../../../params.ts';

/** deleteOAuth2Client: its tokens end with it. */
export function deleteOAuth2Client(routes: Routes, { clients }: Context): void {
  routes.delete('/admin/clients/:id', { schema: { params: idParams } }, async (request, reply) => {
    await clients.delete(request.params.id);
    return reply.code(204).send();
  });
}
