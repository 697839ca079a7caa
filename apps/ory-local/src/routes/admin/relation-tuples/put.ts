import type { Routes } from '../../../app.ts';
import type { Context } from '../../../context.ts';
import { assertModelled } from '../../../permissions/assert-modelled.ts';
import { toRelationship } from '../../../permissions/tuple.ts';
import { parseTuple, relationshipBody } from '../../relation-tuples/relation-query.ts';

/** createRelationship: creating what is there changes nothing. */
export function createRelationship(routes: Routes, { project, tuples }: Context): void {
  routes.put(
    '/admin/relation-tuples',
    { schema: { body: relationshipBody } },
    async (request, reply) => {
      const tuple = parseTuple(request.body);
      assertModelled(project.permissions.model, tuple);
      await tuples.apply([{ action: 'insert', tuple }]);
      return reply.code(201).send(toRelationship(tuple));
    },
  );
}
