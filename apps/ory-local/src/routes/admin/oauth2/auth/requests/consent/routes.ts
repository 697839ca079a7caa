import type { AcceptOAuth2ConsentRequest } from '@ory/client';
import { Type } from 'typebox';
import type { Routes } from '../../../../../../app.ts';
import { acceptConsent } from '../../../../../../authorization/grants.ts';
import type { Context } from '../../../../../../context.ts';
import { rejection } from '../rejection.ts';

const PATH = '/admin/oauth2/auth/requests/consent';

const querystring = Type.Object({ consent_challenge: Type.String({ maxLength: 255 }) });

const words = Type.Optional(Type.Array(Type.String({ maxLength: 2048 }), { maxItems: 100 }));
const claims = Type.Optional(Type.Object({}, { additionalProperties: true }));

const acceptance = Type.Object(
  {
    grant_scope: words,
    grant_access_token_audience: words,
    remember: Type.Optional(Type.Boolean()),
    remember_for: Type.Optional(Type.Integer({ minimum: 0, maximum: 10 * 365 * 24 * 3600 })),
    session: Type.Optional(
      Type.Object({ access_token: claims, id_token: claims }, { additionalProperties: true }),
    ),
    context: claims,
  },
  { additionalProperties: true },
);

/** getOAuth2ConsentRequest */
export function getOAuth2ConsentRequest(routes: Routes, { challenges }: Context): void {
  routes.get(PATH, { schema: { querystring } }, async ({ query }) =>
    challenges.consentRequest(await challenges.find(query.consent_challenge, 'consent')),
  );
}

/** acceptOAuth2ConsentRequest */
export function acceptOAuth2ConsentRequest(routes: Routes, context: Context): void {
  const { challenges } = context;
  routes.put(
    `${PATH}/accept`,
    { schema: { querystring, body: acceptance } },
    async ({ query, body }) => {
      const interaction = await challenges.find(query.consent_challenge, 'consent');
      const accepted = body as AcceptOAuth2ConsentRequest;
      return { redirect_to: await acceptConsent(context, interaction, accepted) };
    },
  );
}

/** rejectOAuth2ConsentRequest */
export function rejectOAuth2ConsentRequest(routes: Routes, { challenges }: Context): void {
  routes.put(
    `${PATH}/reject`,
    { schema: { querystring, body: rejection } },
    async ({ query, body }) => {
      const interaction = await challenges.find(query.consent_challenge, 'consent');
      return { redirect_to: await challenges.reject(interaction, body) };
    },
  );
}
