import type { Routes } from '../../../../app.ts';
import type { Context } from '../../../../context.ts';
import { idParams } from '../../../params.ts';

/** deleteIdentity */
export function deleteIdentity(routes: Routes, { identities }: Context): void {
  routes.delete(
    '/admin/identities/:id',
    { schema: { params: idParams } },
    async (request, reply) => {
      await identities.delete(request.params.id);
      return reply.code(204).send();
    },
  );
}
