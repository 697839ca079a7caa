import { Type } from 'typebox';
import type { Routes } from '../../app.ts';
import type { Context } from '../../context.ts';
import { notFound } from '../../errors.ts';
import { requireSession } from '../../sessions/presented.ts';
import { toSession } from '../../sessions/session.ts';
import { idParams } from '../params.ts';

/** toSession: who is signed in. */
export function whoami(routes: Routes, context: Context): void {
  routes.get('/sessions/whoami', async (request, reply) => {
    const live = await requireSession(context, request);
    void reply.header('cache-control', 'no-store');
    return toSession(live, context.baseUrl);
  });
}

/** listMySessions, disableMyOtherSessions and disableMySession */
export function mySessions(routes: Routes, context: Context): void {
  const { sessions, baseUrl } = context;
  routes.get('/sessions', async (request) => {
    const { identity, session } = await requireSession(context, request);
    const others = await sessions.list({
      identityId: identity.id,
      active: true,
      except: session.id,
    });
    return others.map((live) => toSession(live, baseUrl));
  });
  routes.delete('/sessions', async (request) => {
    const { identity, session } = await requireSession(context, request);
    return { count: await sessions.endAll(identity.id, session.id) };
  });
  routes.delete('/sessions/:id', { schema: { params: idParams } }, async (request, reply) => {
    const { identity } = await requireSession(context, request);
    if (!(await sessions.end(request.params.id, identity.id))) throw notFound();
    return reply.code(204).send();
  });
}

const listQuery = Type.Object({ active: Type.Optional(Type.Boolean()) });

/** getSession, disableSession, listIdentitySessions and deleteIdentitySessions, of the admin side. */
export function adminSessions(routes: Routes, { sessions, identities, baseUrl }: Context): void {
  routes.get('/admin/sessions/:id', { schema: { params: idParams } }, async (request) =>
    toSession(await sessions.get(request.params.id), baseUrl),
  );
  routes.delete('/admin/sessions/:id', { schema: { params: idParams } }, async (request, reply) => {
    if (!(await sessions.end(request.params.id))) throw notFound();
    return reply.code(204).send();
  });
  routes.get(
    '/admin/identities/:id/sessions',
    { schema: { params: idParams, querystring: listQuery } },
    async (request) => {
      const filter = { identityId: request.params.id, active: request.query.active };
      return (await sessions.list(filter)).map((live) => toSession(live, baseUrl));
    },
  );
  routes.delete(
    '/admin/identities/:id/sessions',
    { schema: { params: idParams } },
    async (request, reply) => {
      const { id } = await identities.get(request.params.id);
      await sessions.endAll(id);
      return reply.code(204).send();
    },
  );
}
