import { Type } from 'typebox';
import type { Routes } from '../../app.ts';
import type { Context } from '../../context.ts';
import { notFound } from '../../errors.ts';
import { expand } from '../../permissions/expand.ts';
import { depthOf, depthQuery } from './max-depth.ts';

const querystring = Type.Object({
  namespace: Type.String(),
  object: Type.String(),
  relation: Type.String({ minLength: 1 }),
  ...depthQuery,
});

/** expandPermissions */
export function expandPermissions(routes: Routes, context: Context): void {
  routes.get('/relation-tuples/expand', { schema: { querystring } }, async (request) => {
    const { namespace, object, relation } = request.query;
    const tree = await expand(
      context.tuples.subjects.bind(context.tuples),
      { namespace, object, relation },
      depthOf(context, request.query['max-depth']),
    );
    if (tree === undefined) throw notFound('No relation tuple found.');
    return tree;
  });
}
