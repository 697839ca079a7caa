import { Type } from 'typebox';
import type { Routes } from '../../../app.ts';
import type { Context } from '../../../context.ts';
import { parseQuery, relationQuery } from '../../relation-tuples/relation-query.ts';

const querystring = Type.Object(relationQuery);

/** deleteRelationships: all that match. */
export function deleteRelationships(routes: Routes, { tuples }: Context): void {
  routes.delete('/admin/relation-tuples', { schema: { querystring } }, async (request, reply) => {
    await tuples.deleteWhere(parseQuery(request.query));
    return reply.code(204).send();
  });
}
