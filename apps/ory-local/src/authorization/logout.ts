import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { Context } from '../context.ts';
import { nameOfClient } from './client-in-words.ts';
import { Html, html } from '../pages/html.ts';
import { PAGE_HEADERS, pageText } from '../pages/page.ts';
import { cookiesNamed, cookieText } from '../sessions/cookies.ts';
import { isSessionSecret } from '../sessions/secret.ts';

type Logout = NonNullable<NonNullable<Configuration['features']>['rpInitiatedLogout']>;

/** Names the form that oidc-provider makes. */
const FORM = 'op.logoutForm';

/**
 * RP-initiated logout (OpenID Connect RP-Initiated Logout 1.0). A person is asked, because a link on
 * any page leads here.
 */
export const rpInitiatedLogout: Logout = {
  enabled: true,
  logoutSource: (ctx, form) => {
    const { client } = ctx.oidc;
    const asker = client && {
      client_id: client.clientId,
      ...(client.clientName !== undefined && { client_name: client.clientName }),
    };
    ctx.set(PAGE_HEADERS);
    ctx.body = pageText({
      title: 'Sign out?',
      content: html`<p>
          ${asker === undefined ? html`An application` : html`<strong>${nameOfClient(asker)}</strong>`}
          asks to sign you out here. What you have connected stays connected.
        </p>
        ${new Html(form)}
        <button type="submit" form="${FORM}" name="logout" value="yes">Sign out</button>
        <p><a href="/ui/welcome">Stay signed in</a></p>`,
    });
  },
  postLogoutSuccessSource: (ctx) => {
    ctx.set(PAGE_HEADERS);
    ctx.body = pageText({
      title: 'Signed out',
      content: html`<p><a href="/ui/login">Sign in again</a></p>`,
    });
  },
};

/**
 * Ends the session of Kratos with that of Hydra, where both are the same person's: the log-in page
 * would else sign them in again without a word. Nobody else's session ends by an old one of Hydra's.
 */
export async function endSignIn(
  {
    sessions,
    project,
    baseUrl,
  }: Pick<Context, 'sessions' | 'baseUrl'> & { project: Pick<Context['project'], 'sessions'> },
  ctx: KoaContextWithOIDC,
): Promise<void> {
  const { cookieName: name } = project.sessions;
  const [secret] = cookiesNamed(ctx.req, name);
  if (secret === undefined || !isSessionSecret(secret, 'cookie')) return;
  const live = await sessions.find(secret);
  if (live === undefined || live.identity.id !== ctx.oidc.session?.accountId) return;
  await sessions.end(live.session.id);
  ctx.append('set-cookie', cookieText(baseUrl, { name, value: '', maxAge: 0 }));
}
