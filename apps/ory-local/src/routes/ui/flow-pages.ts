import { Type } from 'typebox';
import type { Routes } from '../../app.ts';
import { nameOfClient } from '../../authorization/client-in-words.ts';
import type { Context } from '../../context.ts';
import { flowForms } from '../../pages/flow-form.ts';
import { html, type Html } from '../../pages/html.ts';
import { sendPage } from '../../pages/page.ts';
import { isExpired, type FlowKind, type FlowRow } from '../../self-service/flow.ts';
import { presentFlow } from '../../self-service/present.ts';
import { goneError } from '../../self-service/submission.ts';
import { requireSession } from '../../sessions/presented.ts';
import { requireOwner } from '../self-service/begin.ts';

const querystring = Type.Object({ flow: Type.Optional(Type.String({ maxLength: 255 })) });

/** The pages that draw the flows, at the paths of Ory Network's. */
export function flowPages(routes: Routes, context: Context): void {
  const { baseUrl, flows } = context;
  for (const [kind, { title, below }] of Object.entries(PAGES) as [FlowKind, Page][])
    routes.get(`/ui/${kind}`, { schema: { querystring } }, async (request, reply) => {
      const { flow: id } = request.query;
      if (id === undefined) return reply.redirect(`${baseUrl}/self-service/${kind}/browser`, 303);
      const flow = await flows.get(kind, id);
      if (kind === 'settings') requireOwner(await requireSession(context, request), flow);
      if (isExpired(flow)) throw goneError(flow);
      const { ui } = await presentFlow(context, flow, request, reply);
      const content = html`${await purpose(context, flow)} ${flowForms(ui)} ${below(flow)}`;
      return sendPage(reply, { title, content });
    });
}

interface Page {
  title: string;
  below(flow: FlowRow): Html;
}

const PAGES: Record<FlowKind, Page> = {
  login: {
    title: 'Sign in',
    below: (flow) =>
      html`<p>No account yet? ${link('registration', 'Sign up', flow)}</p>
        <p>${link('recovery', 'Forgot your password?', flow)}</p>`,
  },
  registration: {
    title: 'Sign up',
    below: (flow) => html`<p>You have an account? ${link('login', 'Sign in', flow)}</p>`,
  },
  settings: { title: 'Your account', below: () => html`<p><a href="/ui/welcome">Done</a></p>` },
  recovery: {
    title: 'Recover your account',
    below: (flow) => html`<p>You know your password? ${link('login', 'Sign in', flow)}</p>`,
  },
};

/** Which application it is that a person signs in for. */
async function purpose({ challenges }: Context, { returnTo }: FlowRow): Promise<Html> {
  const challenge = URL.parse(returnTo ?? '')?.searchParams.get('login_challenge') ?? undefined;
  const client = challenge === undefined ? undefined : await challenges.asker(challenge);
  if (client === undefined) return html``;
  return html`<p>
    <strong>${nameOfClient(client)}</strong> asks to be connected to MoltNet. What it may do is your
    decision, on the next page.
  </p>`;
}

/** To another flow, which ends where this one would. */
function link(kind: FlowKind, text: string, { returnTo }: FlowRow): Html {
  const query = returnTo === null ? '' : `?return_to=${encodeURIComponent(returnTo)}`;
  return html`<a href="/self-service/${kind}/browser${query}">${text}</a>`;
}
