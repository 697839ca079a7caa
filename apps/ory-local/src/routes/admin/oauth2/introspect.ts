import { Type } from 'typebox';
import type { Routes } from '../../../app.ts';
import type { Context } from '../../../context.ts';

const body = Type.Object({
  token: Type.String({ minLength: 1, maxLength: 16_384 }),
  scope: Type.Optional(Type.String({ maxLength: 2048 })),
});

/** introspectOAuth2Token (RFC 7662): a token that lacks one of the scopes asked for is inactive. */
export function introspectOAuth2Token(routes: Routes, { findToken }: Context): void {
  routes.post('/admin/oauth2/introspect', { schema: { body } }, async (request) => {
    const live = await findToken(request.body.token);
    if (live === undefined) return { active: false };
    const granted = new Set(live.introspected.scope?.split(' '));
    const needed = request.body.scope?.split(' ').filter(Boolean) ?? [];
    return needed.every((scope) => granted.has(scope)) ? live.introspected : { active: false };
  });
}
