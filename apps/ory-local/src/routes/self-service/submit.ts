import { Type } from 'typebox';
import type { Routes } from '../../app.ts';
import type { Context } from '../../context.ts';
import { readFields, type Body } from '../../self-service/fields.ts';
import { FlowFault, isExpired, type FlowKind } from '../../self-service/flow.ts';
import { expired, refuse, requireOwnForm, type Submission } from '../../self-service/submission.ts';

const querystring = Type.Object({ flow: Type.String({ maxLength: 255 }) });
const body = Type.Object({}, { additionalProperties: true });
/** A form of a person. */
const BODY_LIMIT = 64 * 1024;

/** The route that a form of this kind is sent to. */
export function submit(kind: FlowKind, complete: (submission: Submission) => Promise<unknown>) {
  return (routes: Routes, context: Context): void => {
    routes.post(
      `/self-service/${kind}`,
      { schema: { querystring, body }, bodyLimit: BODY_LIMIT },
      async (request, reply) => {
        const flow = await context.flows.get(kind, request.query.flow);
        const schema = await schemaOf(context, flow.identityId);
        const fields = readFields(request.body as Body, schema);
        const submission = { context, flow, schema, fields, request, reply };
        if (isExpired(flow)) return expired(submission);
        requireOwnForm(submission);
        try {
          return await complete(submission);
        } catch (error) {
          if (error instanceof FlowFault) return refuse(submission, error);
          throw error;
        }
      },
    );
  };
}

/** People register by the default schema; whoever has an identity keeps to theirs. */
async function schemaOf({ project, identities }: Context, identityId: string | null) {
  const id =
    identityId === null ? project.defaultSchemaId : (await identities.get(identityId)).schemaId;
  const schema = project.identitySchemas.get(id);
  if (schema === undefined) throw new Error(`the project has no identity schema ${id}`);
  return schema;
}
