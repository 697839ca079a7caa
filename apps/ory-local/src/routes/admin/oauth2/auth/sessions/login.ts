import { Type } from 'typebox';
import type { Routes } from '../../../../../app.ts';
import type { Context } from '../../../../../context.ts';

const querystring = Type.Object({ subject: Type.String({ minLength: 1, maxLength: 255 }) });

/** revokeOAuth2LoginSessions by subject: every browser has to log in again; tokens stay. */
export function revokeOAuth2LoginSessions(routes: Routes, { consents }: Context): void {
  routes.delete(
    '/admin/oauth2/auth/sessions/login',
    { schema: { querystring } },
    async ({ query }, reply) => {
      await consents.endLogins(query.subject);
      return reply.code(204).send();
    },
  );
}
