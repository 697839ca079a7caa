import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { Routes } from '../../app.ts';
import { nameOfClient } from '../../authorization/client-in-words.ts';
import type { ConsentRow } from '../../authorization/consents.ts';
import { inWords } from '../../authorization/scope-words.ts';
import type { Context } from '../../context.ts';
import { html, type Html } from '../../pages/html.ts';
import { sendPage } from '../../pages/page.ts';
import { sessionOf } from '../../sessions/presented.ts';

const PATH = '/ui/connections';
/** Consents of a person that are looked at; the rest follow when these are gone. */
const MAX_SHOWN = 200;

const body = Type.Object({
  csrf_token: Type.String({ maxLength: 255 }),
  client_id: Type.String({ minLength: 1, maxLength: 2048 }),
});

/** The applications that act for a person, and the way to end that. */
export function connectionsPage(routes: Routes, context: Context): void {
  const { baseUrl, consents, csrf } = context;

  const signInFirst = (reply: FastifyReply): FastifyReply => {
    const back = encodeURIComponent(`${baseUrl}${PATH}`);
    return reply.redirect(`${baseUrl}/self-service/login/browser?return_to=${back}`, 303);
  };

  routes.get(PATH, async (request, reply) => {
    const live = await sessionOf(context, request);
    if (live === undefined) return signInFirst(reply);
    const token = csrf.token(request, reply, formOf(live.session.id));
    const page = await consents.list(live.identity.id, MAX_SHOWN);
    const connected = connections(page.consents);
    const shown = connected.map((each) => drawn(each, `${baseUrl}${PATH}`, token));
    return sendPage(reply, {
      title: 'Connected applications',
      content: html`${connected.length === 0 ? html`<p>No application acts for you.</p>` : shown}
        <p><a href="/ui/welcome">Done</a></p>`,
    });
  });

  routes.post(PATH, { schema: { body }, bodyLimit: 16 * 1024 }, async (request, reply) => {
    const live = await sessionOf(context, request);
    if (live === undefined) return signInFirst(reply);
    csrf.require(request, formOf(live.session.id), request.body.csrf_token);
    await consents.revoke({ subject: live.identity.id, clientId: request.body.client_id });
    return reply.redirect(`${baseUrl}${PATH}`, 303);
  });
}

const formOf = (sessionId: string): string => `connections:${sessionId}`;

interface Connection {
  clientId: string;
  name: string;
  scopes: string[];
  /** RFC 3339, of the last time. */
  since: string;
}

/** Consents by client: a person connected it once for each of their machines. */
function connections(consents: readonly ConsentRow[]): Connection[] {
  const byClient = new Map<string, Connection>();
  for (const { clientId, request, granted, handledAt } of consents) {
    const known = byClient.get(clientId);
    byClient.set(clientId, {
      clientId,
      name: nameOfClient(request.client ?? {}),
      scopes: [...(known?.scopes ?? []), ...(granted.grant_scope ?? [])],
      since: known === undefined || handledAt > known.since ? handledAt : known.since,
    });
  }
  return [...byClient.values()].sort((a, b) => (a.since < b.since ? 1 : -1));
}

function drawn({ clientId, name, scopes, since }: Connection, action: string, token: string): Html {
  return html`<form action="${action}" method="post">
    <h2>${name}</h2>
    <p>Allowed on ${since.slice(0, 10)}. It can:</p>
    <ul>
      ${inWords(scopes).map((words) => html`<li>${words}</li>`)}
    </ul>
    <input type="hidden" name="csrf_token" value="${token}" />
    <input type="hidden" name="client_id" value="${clientId}" />
    <button type="submit" name="action" value="disconnect">Disconnect ${name}</button>
  </form>`;
}
