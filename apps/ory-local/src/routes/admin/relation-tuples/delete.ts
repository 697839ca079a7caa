import type { Routes } from '../../../app.ts';
import type { Context } from '../../../context.ts';
import { parseQuery, relationQuery } from '../../relation-tuples/relation-query.ts';

/** deleteRelationships: all that match. */
export function deleteRelationships(routes: Routes, { tuples }: Context): void {
  routes.delete(
    '/admin/relation-tuples',
    { schema: { querystring: relationQuery } },
    async (request, reply) => {
      await tuples.deleteWhere(parseQuery(request.query));
      return reply.code(204).send();
    },
  );
}
