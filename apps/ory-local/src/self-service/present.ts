import type { UiContainer } from '@ory/client';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import type { IdentityRow } from '../identities/identity.ts';
import { toPublicIdentity } from '../sessions/session.ts';
import type { FlowRow } from './flow.ts';
import { FORMS } from './forms.ts';
import { input } from './nodes.ts';

/** A flow as Kratos answers it. */
export interface PresentedFlow {
  id: string;
  type: FlowRow['type'];
  state: FlowRow['state'];
  ui: UiContainer;
  [member: string]: unknown;
}

/**
 * The flow for the program or browser that asks; a browser gets a CSRF token of its own.
 *
 * @param identity Whose settings they are.
 */
export async function presentFlow(
  context: Context,
  flow: FlowRow,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<PresentedFlow> {
  const { baseUrl, project, csrf } = context;
  const identity =
    flow.kind === 'settings' && flow.identityId !== null
      ? await context.identities.get(flow.identityId)
      : undefined;
  const schemaId = identity?.schemaId ?? project.defaultSchemaId;
  const schema = project.identitySchemas.get(schemaId);
  if (schema === undefined) throw new Error(`the project has no identity schema ${schemaId}`);
  const token = flow.type === 'browser' ? csrf.token(request, reply, flow.id) : '';
  const filled = identity === undefined ? flow : withTraits(flow, identity);
  return {
    id: flow.id,
    type: flow.type,
    state: flow.state,
    issued_at: flow.issuedAt,
    expires_at: flow.expiresAt,
    request_url: flow.requestUrl,
    ...(flow.returnTo === null ? {} : { return_to: flow.returnTo }),
    ...(flow.kind === 'login' ? { refresh: flow.refresh, requested_aal: 'aal1' } : {}),
    ...(identity === undefined ? {} : { identity: toPublicIdentity(identity, baseUrl) }),
    ui: {
      action: `${baseUrl}/self-service/${flow.kind}?flow=${flow.id}`,
      method: 'POST',
      ...(flow.content.messages.length === 0 ? {} : { messages: flow.content.messages }),
      nodes: [
        input({
          group: 'default',
          name: 'csrf_token',
          type: 'hidden',
          value: token,
          required: true,
        }),
        ...FORMS[flow.kind](filled, schema),
      ],
    },
  };
}

/** What was entered last stays in the form; the rest shows what is stored. */
function withTraits(flow: FlowRow, { traits }: IdentityRow): FlowRow {
  const values = { ...flattened(traits, 'traits'), ...flow.content.values };
  return { ...flow, content: { ...flow.content, values } };
}

/** `{email: 'a'}` as `{'traits.email': 'a'}`. */
function flattened(value: object, path: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]: [string, unknown]) =>
      typeof child === 'object' && child !== null
        ? Object.entries(flattened(child, `${path}.${key}`))
        : [[`${path}.${key}`, String(child)]],
    ),
  );
}
