import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { badRequest, OryError } from '../errors.ts';
import type { IdentitySchema } from '../identities/schema.ts';
import { answersJson, pageOf } from './client.ts';
import { shownAgain, type Fields } from './fields.ts';
import type { FlowFault, FlowKind, FlowRow } from './flow.ts';
import { flowExpired } from './messages.ts';
import { presentFlow } from './present.ts';

/** A form that was sent, and whom to answer. */
export interface Submission {
  context: Context;
  flow: FlowRow;
  schema: IdentitySchema;
  fields: Fields;
  request: FastifyRequest;
  reply: FastifyReply;
}

/** @throws OryError when another page than ours sent the form. */
export function requireOwnForm({ context, flow, fields, request }: Submission): void {
  if (flow.type === 'browser') return context.csrf.require(request, flow.id, fields.csrfToken);
  // A page that begins an api flow and makes a browser finish it would get around CSRF tokens.
  for (const header of ['cookie', 'origin'] as const)
    if (request.headers[header] !== undefined)
      throw badRequest(
        `The request has the header "${header}", hence a browser made it, but the flow is one for API clients.`,
      );
}

/** The form with what is wrong with it: 400 to a program, the page again to a browser. */
export async function refuse(submission: Submission, fault: FlowFault): Promise<unknown> {
  const { context, flow, fields, schema } = submission;
  const shown = await context.flows.update(flow.id, flow.state, {
    messages: fault.messages,
    fieldMessages: fault.fieldMessages,
    values: shownAgain(fields, schema),
  });
  return answerFlow(submission, shown, 400);
}

/** A flow to a program, its page to a browser. */
export async function answerFlow(
  { context, request, reply }: Submission,
  flow: FlowRow,
  status: number,
): Promise<unknown> {
  if (!answersJson(flow, request)) return reply.redirect(pageOf(context.baseUrl, flow), 303);
  return reply.code(status).send(await presentFlow(context, flow, request, reply));
}

/** The flow came to its end before the form did: there is a new one, which says so. */
export async function expired(submission: Submission): Promise<unknown> {
  const { context, flow, request, reply } = submission;
  const { kind, type, expiresAt, requestUrl, returnTo, refresh, identityId } = flow;
  // Where an administrator made the code, only another of theirs leads on.
  if (kind === 'recovery' && identityId !== null && !('email' in flow.content.values))
    throw goneError(flow);
  const next = await context.flows.create({
    kind,
    type,
    requestUrl,
    returnTo,
    refresh,
    identityId: kind === 'recovery' ? null : identityId,
    lifespan: context.project.flowLifespans[kind],
    content: { messages: [flowExpired(kind, expiresAt)], fieldMessages: {}, values: {} },
  });
  if (!answersJson(flow, request)) return reply.redirect(pageOf(context.baseUrl, next), 303);
  throw goneError(flow, next.id);
}

export function goneError(
  { kind, expiresAt }: { kind: FlowKind; expiresAt: string },
  useFlowId?: string,
): OryError {
  return new OryError(410, 'self-service flow expired', {
    id: 'self_service_flow_expired',
    reason: flowExpired(kind, expiresAt).text,
    beside: {
      expired_at: expiresAt,
      since: (Date.now() - Date.parse(expiresAt)) * 1_000_000,
      ...(useFlowId === undefined ? {} : { use_flow_id: useFlowId }),
    },
  });
}
