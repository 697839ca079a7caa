import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Routes } from '../../app.ts';
import { answerLoginRequest } from '../../authorization/login-request.ts';
import type { Context } from '../../context.ts';
import { badRequest, OryError } from '../../errors.ts';
import { allowedReturn, MAX_URL, pageOf, wantsJson } from '../../self-service/client.ts';
import { isExpired, type FlowKind, type FlowType } from '../../self-service/flow.ts';
import { confirmItIsYou } from '../../self-service/messages.ts';
import { presentFlow } from '../../self-service/present.ts';
import { goneError } from '../../self-service/submission.ts';
import { requireSession, sessionOf } from '../../sessions/presented.ts';
import type { LiveSession } from '../../sessions/session.ts';

const querystring = Type.Object({
  return_to: Type.Optional(Type.String({ maxLength: MAX_URL })),
  refresh: Type.Optional(Type.Boolean()),
  aal: Type.Optional(Type.Enum(['aal1', ''])),
  identity_schema: Type.Optional(Type.String({ maxLength: 255 })),
  login_challenge: Type.Optional(Type.String({ maxLength: 255 })),
});

/**
 * createNativeLoginFlow and createBrowserLoginFlow; with `refresh` for who is signed in. With
 * `login_challenge` the flow leads back here, where the authorization request is answered.
 */
export const createLoginFlow = begin('login', async (context, request) => {
  const session = await sessionOf(context, request);
  const { refresh = false, login_challenge } = request.query as LoginQuery;
  const back =
    login_challenge === undefined ? {} : { returnTo: `${context.baseUrl}${request.url}` };
  if (session !== undefined && !refresh && login_challenge === undefined)
    throw sessionAvailable('login');
  if (session === undefined) return back;
  const [identifier] = session.identity.identifiers;
  return {
    ...back,
    refresh: true,
    content: {
      messages: [confirmItIsYou],
      fieldMessages: {},
      values: identifier === undefined ? {} : { identifier: identifier.identifier },
    },
  };
});

/** createNativeRegistrationFlow and createBrowserRegistrationFlow: of people, by their schema. */
export const createRegistrationFlow = begin('registration', async (context, request) => {
  const { identity_schema } = request.query as { identity_schema?: string };
  if (identity_schema !== undefined && identity_schema !== context.project.defaultSchemaId)
    throw badRequest('This identity schema is not one that people may choose.');
  if ((await sessionOf(context, request)) !== undefined) throw sessionAvailable('registration');
  return {};
});

/** createNativeRecoveryFlow and createBrowserRecoveryFlow, for who is not signed in. */
export const createRecoveryFlow = begin('recovery', async (context, request) => {
  if ((await sessionOf(context, request)) !== undefined) throw sessionAvailable('recovery');
  return {};
});

/** createNativeSettingsFlow and createBrowserSettingsFlow, for who is signed in. */
export const createSettingsFlow = begin('settings', async (context, request) => {
  const { identity } = await requireSession(context, request);
  return { identityId: identity.id, state: 'show_form' as const };
});

interface LoginQuery {
  refresh?: boolean;
  login_challenge?: string;
}

type Beginning = Pick<
  Partial<Parameters<Context['flows']['create']>[0]>,
  'refresh' | 'content' | 'identityId' | 'returnTo' | 'state'
>;

function begin(
  kind: FlowKind,
  start: (context: Context, request: FastifyRequest) => Promise<Beginning>,
) {
  return (routes: Routes, context: Context): void => {
    const { baseUrl, project, flows } = context;

    const create = async (type: FlowType, request: FastifyRequest) => {
      const { return_to } = request.query as { return_to?: string };
      return flows.create({
        kind,
        type,
        requestUrl: `${baseUrl}${request.url}`.slice(0, MAX_URL),
        returnTo: allowedReturn(context, return_to),
        lifespan: project.flowLifespans[kind],
        ...(await start(context, request)),
      });
    };

    routes.get(`/self-service/${kind}/api`, { schema: { querystring } }, async (request, reply) =>
      presentFlow(context, await create('api', request), request, reply),
    );

    routes.get(
      `/self-service/${kind}/browser`,
      { schema: { querystring } },
      async (request, reply) => {
        const { login_challenge } = request.query;
        if (kind === 'login' && login_challenge !== undefined) {
          const onward = await answerLoginRequest(context, request, login_challenge);
          if (onward !== undefined) return reply.redirect(onward, 303);
        }
        if (wantsJson(request))
          return presentFlow(context, await create('browser', request), request, reply);
        try {
          return await reply.redirect(pageOf(baseUrl, await create('browser', request)), 303);
        } catch (error) {
          return elsewhere(context, request, reply, error);
        }
      },
    );
  };
}

/** A browser is led on where a program is told what is wrong. */
function elsewhere(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
): FastifyReply {
  const { baseUrl } = context;
  const { return_to } = request.query as { return_to?: string };
  const id = error instanceof OryError ? error.id : undefined;
  if (id === 'session_already_available')
    return reply.redirect(allowedReturn(context, return_to) ?? `${baseUrl}/ui/welcome`, 303);
  if (id === 'session_inactive') {
    const back = encodeURIComponent(`${baseUrl}${request.url}`);
    return reply.redirect(`${baseUrl}/self-service/login/browser?return_to=${back}`, 303);
  }
  throw error;
}

const sessionAvailable = (kind: string): OryError =>
  new OryError(400, `The request was malformed or contained invalid parameters`, {
    id: 'session_already_available',
    reason: `A valid session was detected and thus ${kind} is not possible.`,
  });

const flowId = Type.Object({ id: Type.String({ maxLength: 255 }) });

/** getLoginFlow, getRegistrationFlow, getSettingsFlow and getRecoveryFlow. */
export function getFlows(routes: Routes, context: Context): void {
  for (const kind of ['login', 'registration', 'settings', 'recovery'] as const)
    routes.get(
      `/self-service/${kind}/flows`,
      { schema: { querystring: flowId } },
      async (request, reply) => {
        const flow = await context.flows.get(kind, request.query.id);
        if (flow.type === 'browser') context.csrf.requireCookie(request);
        if (kind === 'settings') requireOwner(await requireSession(context, request), flow);
        if (isExpired(flow)) throw goneError(flow);
        return presentFlow(context, flow, request, reply);
      },
    );
}

/** @throws OryError 403 when the flow is another identity's. */
export function requireOwner(
  { identity }: LiveSession,
  { identityId }: { identityId: string | null },
): void {
  if (identity.id !== identityId)
    throw new OryError(403, 'The requested action was forbidden', {
      id: 'security_identity_mismatch',
      reason: 'The flow belongs to somebody else.',
    });
}
