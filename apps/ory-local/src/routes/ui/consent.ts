import type { OAuth2ConsentRequest } from '@ory/client';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Routes } from '../../app.ts';
import type { Interaction } from '../../authorization/challenges.ts';
import { destination, nameOfClient, voucher } from '../../authorization/client-in-words.ts';
import { acceptConsent } from '../../authorization/grants.ts';
import { grantable, inWords } from '../../authorization/scope-words.ts';
import { applicationType } from '../../clients/redirect-uris.ts';
import type { Context } from '../../context.ts';
import { OryError } from '../../errors.ts';
import { html, type Html } from '../../pages/html.ts';
import { sendPage } from '../../pages/page.ts';
import { sessionOf } from '../../sessions/presented.ts';
import type { LiveSession } from '../../sessions/session.ts';

const PATH = '/ui/consent';

const challenge = Type.String({ maxLength: 255 });
const querystring = Type.Object({ consent_challenge: challenge });
const body = Type.Object({
  consent_challenge: challenge,
  csrf_token: Type.String({ maxLength: 255 }),
  decision: Type.Enum(['allow', 'deny']),
  remember: Type.Optional(Type.Literal('true')),
});

/**
 * Asks a person whether an application may act for them: who it says that it is, where the answer
 * goes, and what it may do. Nothing is granted but by this form, sent by the browser it was given to.
 */
export function consentPage(routes: Routes, context: Context): void {
  const { baseUrl, challenges, csrf } = context;

  const asked = async (request: FastifyRequest, id: string) => {
    const interaction = await challenges.find(id, 'consent');
    const consent = await challenges.consentRequest(interaction);
    const live = await sessionOf(context, request);
    if (live !== undefined && live.identity.id !== consent.subject) throw somebodyElse();
    return { interaction, consent, live };
  };
  const signInFirst = (reply: FastifyReply, id: string): FastifyReply => {
    const back = encodeURIComponent(
      `${baseUrl}${PATH}?consent_challenge=${encodeURIComponent(id)}`,
    );
    return reply.redirect(`${baseUrl}/self-service/login/browser?return_to=${back}`, 303);
  };

  routes.get(PATH, { schema: { querystring } }, async (request, reply) => {
    const id = request.query.consent_challenge;
    const { interaction, consent, live } = await asked(request, id);
    if (live === undefined) return signInFirst(reply, id);
    const token = csrf.token(request, reply, formOf(id));
    return sendPage(reply, {
      title: `Connect ${nameOfClient(consent.client ?? {})}?`,
      content: question({ action: `${baseUrl}${PATH}`, id, token, interaction, consent, live }),
    });
  });

  routes.post(PATH, { schema: { body }, bodyLimit: 16 * 1024 }, async (request, reply) => {
    const { consent_challenge: id, csrf_token, decision, remember } = request.body;
    csrf.require(request, formOf(id), csrf_token);
    const { interaction, consent, live } = await asked(request, id);
    if (live === undefined) return signInFirst(reply, id);
    const onward =
      decision === 'allow'
        ? await acceptConsent(context, interaction, {
            grant_scope: grantable(consent.requested_scope ?? []),
            remember: remember === 'true',
          })
        : await challenges.reject(interaction, {});
    return reply.redirect(onward, 303);
  });
}

const formOf = (id: string): string => `consent:${id}`;

interface Question {
  action: string;
  id: string;
  token: string;
  interaction: Interaction;
  consent: OAuth2ConsentRequest;
  live: LiveSession;
}

function question({ action, id, token, interaction, consent, live }: Question): Html {
  const { client = {}, requested_scope = [], requested_access_token_audience = [] } = consent;
  const redirectUri = String(interaction.params['redirect_uri']);
  const canRemember = applicationType(client.redirect_uris ?? []) === 'web';
  const stays = client.grant_types?.includes('refresh_token') === true;
  const [identifier] = live.identity.identifiers;
  return html`<p>
      <strong>${nameOfClient(client)}</strong> asks to act on MoltNet for
      <strong>${identifier?.identifier ?? live.identity.id}</strong>. ${voucher(client)}
    </p>
    <h2>It will be able to</h2>
    <ul>
      ${inWords(grantable(requested_scope)).map((words) => html`<li>${words}</li>`)}
    </ul>
    <p>
      The answer goes to ${destination(redirectUri)}.
      ${requested_access_token_audience.map((audience) => html`It is for use at <strong>${URL.parse(audience)?.host ?? audience}</strong>.`)}
      ${stays ? html`It stays connected until you <a href="/ui/connections">end that</a>, for a year at the most.` : ''}
    </p>
    <form action="${action}" method="post">
      <input type="hidden" name="consent_challenge" value="${id}" />
      <input type="hidden" name="csrf_token" value="${token}" />
      ${canRemember ? html`<label class="choice"><input type="checkbox" name="remember" value="true" /> Do not ask again for this application</label>` : ''}
      <button type="submit" name="decision" value="allow">Allow</button>
      <button type="submit" name="decision" value="deny">Deny</button>
    </form>`;
}

const somebodyElse = (): OryError =>
  new OryError(403, 'The requested action was forbidden', {
    id: 'security_identity_mismatch',
    reason:
      'This browser is signed in as somebody else. Sign out, and connect the application again.',
  });
