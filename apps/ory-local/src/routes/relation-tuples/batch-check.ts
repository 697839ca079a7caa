import { Type, type Static } from 'typebox';
import type { Routes } from '../../app.ts';
import type { Context } from '../../context.ts';
import { badRequest, OryError } from '../../errors.ts';
import { assertCheckable } from '../../permissions/assert-modelled.ts';
import { check } from '../../permissions/check.ts';
import type { PermissionModel } from '../../permissions/model.ts';
import type { Tuple } from '../../permissions/tuple.ts';
import { depthOf, depthQuery } from './max-depth.ts';
import { parseTuple, relationshipBody } from './relation-query.ts';

const body = Type.Object({
  tuples: Type.Array(relationshipBody),
});

/** batchCheckPermission: one bad tuple is its own result and spoils no other, as in Keto. */
export function batchCheckPermission(routes: Routes, context: Context): void {
  routes.post(
    '/relation-tuples/batch/check',
    { schema: { body, querystring: Type.Object(depthQuery) } },
    async (request) => {
      const { model, maxBatchSize } = context.project.permissions;
      if (request.body.tuples.length > maxBatchSize)
        throw badRequest(`batch exceeds max size of ${maxBatchSize}`);
      const parsed = request.body.tuples.map((tuple) => parseOrError(model, tuple));
      const allowed = await check(
        model,
        context.tuples.lookup.bind(context.tuples),
        parsed.filter((one): one is Tuple => !(one instanceof OryError)),
        depthOf(context, request.query['max-depth']),
      );
      const results = allowed.values();
      return {
        results: parsed.map((one) =>
          one instanceof OryError
            ? { allowed: false, error: one.reason ?? one.message }
            : { allowed: results.next().value ?? false },
        ),
      };
    },
  );
}

function parseOrError(
  model: PermissionModel,
  input: Static<typeof relationshipBody>,
): Tuple | OryError {
  try {
    const tuple = parseTuple(input);
    assertCheckable(model, tuple);
    return tuple;
  } catch (error) {
    if (error instanceof OryError) return error;
    throw error;
  }
}
