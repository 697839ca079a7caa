import type { Routes } from '../../app.ts';
import type { Context } from '../../context.ts';
import { html } from '../../pages/html.ts';
import { sendPage } from '../../pages/page.ts';
import { sessionOf } from '../../sessions/presented.ts';

/** Where a browser ends that came for nothing else. */
export function welcomePage(routes: Routes, context: Context): void {
  const { baseUrl, csrf } = context;
  routes.get('/ui/welcome', async (request, reply) => {
    const live = await sessionOf(context, request);
    if (live === undefined) return reply.redirect(`${baseUrl}/self-service/login/browser`, 303);
    const token = csrf.token(request, reply, `logout:${live.session.id}`);
    const [name] = live.identity.identifiers;
    return sendPage(reply, {
      title: 'Signed in',
      content: html`<p>You are signed in as ${name?.identifier ?? live.identity.id}.</p>
        <ul>
          <li><a href="/self-service/settings/browser">Your account</a></li>
          <li><a href="/ui/connections">Connected applications</a></li>
          <li><a href="/self-service/logout?token=${token}">Sign out</a></li>
        </ul>`,
    });
  });
}
