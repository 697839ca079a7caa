import { Type } from 'typebox';
import type { Routes } from '../../../../../../app.ts';
import type { Context } from '../../../../../../context.ts';
import { badRequest } from '../../../../../../errors.ts';
import { rejection } from '../rejection.ts';

const PATH = '/admin/oauth2/auth/requests/login';

const querystring = Type.Object({ login_challenge: Type.String({ maxLength: 255 }) });

const acceptance = Type.Object(
  {
    subject: Type.String({ minLength: 1, maxLength: 255 }),
    acr: Type.Optional(Type.String({ maxLength: 255 })),
    amr: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 20 })),
    remember: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: true },
);

/** getOAuth2LoginRequest */
export function getOAuth2LoginRequest(routes: Routes, { challenges }: Context): void {
  routes.get(PATH, { schema: { querystring } }, async ({ query }) =>
    challenges.loginRequest(await challenges.find(query.login_challenge, 'login')),
  );
}

/** acceptOAuth2LoginRequest: only an identity that is there can be logged in. */
export function acceptOAuth2LoginRequest(routes: Routes, context: Context): void {
  const { challenges, isActive } = context;
  routes.put(
    `${PATH}/accept`,
    { schema: { querystring, body: acceptance } },
    async ({ query, body }) => {
      const interaction = await challenges.find(query.login_challenge, 'login');
      const { subject, acr, amr, remember = false } = body;
      if (!(await isActive(subject)))
        throw badRequest('The subject is no active identity of this project.');
      const redirect_to = await challenges.login(interaction, {
        accountId: subject,
        remember,
        ...(acr === undefined ? {} : { acr }),
        ...(amr === undefined ? {} : { amr }),
      });
      return { redirect_to };
    },
  );
}

/** rejectOAuth2LoginRequest */
export function rejectOAuth2LoginRequest(routes: Routes, { challenges }: Context): void {
  routes.put(
    `${PATH}/reject`,
    { schema: { querystring, body: rejection } },
    async ({ query, body }) => {
      const interaction = await challenges.find(query.login_challenge, 'login');
      return { redirect_to: await challenges.reject(interaction, body) };
    },
  );
}
