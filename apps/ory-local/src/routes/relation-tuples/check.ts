import { Type } from 'typebox';
import type { Routes } from '../../app.ts';
import type { Context } from '../../context.ts';
import { assertCheckable } from '../../permissions/assert-modelled.ts';
import { check } from '../../permissions/check.ts';
import type { Tuple } from '../../permissions/tuple.ts';
import { depthOf, depthQuery } from './max-depth.ts';
import { parseTuple, parseTupleQuery, relationQuery, relationshipBody } from './relation-query.ts';

const query = Type.Object({ ...relationQuery.properties, ...depthQuery });
const onlyDepth = Type.Object(depthQuery);

/** checkPermission, postCheckPermission, checkPermissionOrError and postCheckPermissionOrError. */
export function checkPermission(routes: Routes, context: Context): void {
  const allowed = async (tuple: Tuple, maxDepth: number | undefined): Promise<boolean> => {
    const { model } = context.project.permissions;
    assertCheckable(model, tuple);
    const load = context.tuples.lookup.bind(context.tuples);
    const [result] = await check(model, load, [tuple], depthOf(context, maxDepth));
    return result ?? false;
  };

  // One path answers 200 whatever the result; the other puts it into the status as well.
  for (const [path, statusOf] of [
    ['/relation-tuples/check/openapi', () => 200],
    ['/relation-tuples/check', (result: boolean) => (result ? 200 : 403)],
  ] as const) {
    routes.get(path, { schema: { querystring: query } }, async (request, reply) => {
      const result = await allowed(parseTupleQuery(request.query), request.query['max-depth']);
      return reply.code(statusOf(result)).send({ allowed: result });
    });
    routes.post(
      path,
      { schema: { querystring: onlyDepth, body: relationshipBody } },
      async (request, reply) => {
        const result = await allowed(parseTuple(request.body), request.query['max-depth']);
        return reply.code(statusOf(result)).send({ allowed: result });
      },
    );
  }
}
