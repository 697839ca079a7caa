import { Type } from 'typebox';
import type { Routes } from '../../app.ts';
import type { Context } from '../../context.ts';
import { OryError } from '../../errors.ts';
import { allowedReturn, MAX_URL, wantsJson } from '../../self-service/client.ts';
import { dropSessionCookie, requireSession, sessionOf } from '../../sessions/presented.ts';
import { isSessionSecret } from '../../sessions/secret.ts';

const nativeBody = Type.Object({ session_token: Type.String({ maxLength: 255 }) });
const returnQuery = { return_to: Type.Optional(Type.String({ maxLength: MAX_URL })) };
const beginQuery = Type.Object(returnQuery);
const endQuery = Type.Object({
  ...returnQuery,
  token: Type.Optional(Type.String({ maxLength: 255 })),
  flow: Type.Optional(Type.String({ maxLength: 255 })),
});

/** performNativeLogout */
export function performNativeLogout(routes: Routes, { sessions }: Context): void {
  routes.delete(
    '/self-service/logout/api',
    { schema: { body: nativeBody } },
    async (request, reply) => {
      const { session_token } = request.body;
      const live = isSessionSecret(session_token, 'token')
        ? await sessions.find(session_token)
        : undefined;
      if (live === undefined)
        throw new OryError(403, 'The requested action was forbidden', {
          id: 'session_inactive',
          reason: 'The provided session token could not be found or is inactive.',
        });
      await sessions.end(live.session.id);
      return reply.code(204).send();
    },
  );
}

/** createBrowserLogoutFlow: the URL that ends this browser's session, good for this browser alone. */
export function createBrowserLogoutFlow(routes: Routes, context: Context): void {
  const { baseUrl, csrf } = context;
  routes.get(
    '/self-service/logout/browser',
    { schema: { querystring: beginQuery } },
    async (request, reply) => {
      const { session } = await requireSession(context, request);
      const returnTo = allowedReturn(context, request.query.return_to);
      const token = csrf.token(request, reply, logoutOf(session.id));
      const query = new URLSearchParams({ token, ...(returnTo && { return_to: returnTo }) });
      return { logout_token: token, logout_url: `${baseUrl}/self-service/logout?${query}` };
    },
  );
}

/** updateLogoutFlow: a link by which another page can't sign somebody out, for it has no token. */
export function updateLogoutFlow(routes: Routes, context: Context): void {
  routes.get(
    '/self-service/logout',
    { schema: { querystring: endQuery } },
    async (request, reply) => {
      const { token, return_to } = request.query;
      const next = allowedReturn(context, return_to) ?? `${context.baseUrl}/ui/login`;
      const live = await sessionOf(context, request);
      // Signed out already: the second click of two.
      if (live !== undefined) {
        context.csrf.require(request, logoutOf(live.session.id), token);
        await context.sessions.end(live.session.id);
      }
      dropSessionCookie(context, reply);
      return wantsJson(request) ? reply.code(204).send() : reply.redirect(next, 303);
    },
  );
}

const logoutOf = (sessionId: string): string => `logout:${sessionId}`;
