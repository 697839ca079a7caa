import { Type } from 'typebox';
import type { Routes } from '../../../app.ts';
import type { Context } from '../../../context.ts';
import { assertModelled } from '../../../permissions/assert-modelled.ts';
import type { TupleChange } from '../../../permissions/store.ts';
import { parseTuple, relationshipBody } from '../../relation-tuples/relation-query.ts';

const body = Type.Array(
  Type.Object({
    action: Type.Union([Type.Literal('insert'), Type.Literal('delete')]),
    relation_tuple: relationshipBody,
  }),
  { maxItems: 1000 },
);

/** patchRelationships: all of it or nothing. */
export function patchRelationships(routes: Routes, { project, tuples }: Context): void {
  routes.patch('/admin/relation-tuples', { schema: { body } }, async (request, reply) => {
    const changes = request.body.map(({ action, relation_tuple }): TupleChange => {
      const tuple = parseTuple(relation_tuple);
      if (action === 'insert') assertModelled(project.permissions.model, tuple);
      return { action, tuple };
    });
    await tuples.apply(changes);
    return reply.code(204).send();
  });
}
