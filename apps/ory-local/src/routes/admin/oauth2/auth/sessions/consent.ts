import type { OAuth2ConsentSession } from '@ory/client';
import { Type } from 'typebox';
import type { Routes } from '../../../../../app.ts';
import type { ConsentRow } from '../../../../../authorization/consents.ts';
import type { Context } from '../../../../../context.ts';
import { badRequest } from '../../../../../errors.ts';
import { linkHeader } from '../../../../../page-token.ts';
import { pageQuery } from '../../../../pagination.ts';

const PATH = '/admin/oauth2/auth/sessions/consent';

const listQuery = Type.Object({
  ...pageQuery(100, 500),
  subject: Type.String({ minLength: 1, maxLength: 255 }),
});

/** listOAuth2ConsentSessions: what a person allows at present. */
export function listOAuth2ConsentSessions(routes: Routes, { consents }: Context): void {
  routes.get(PATH, { schema: { querystring: listQuery } }, async ({ query }, reply) => {
    const { subject, page_size, page_token } = query;
    const page = await consents.list(subject, page_size, page_token);
    const link = { subject, page_size: String(page_size) };
    void reply.header('link', linkHeader(PATH, link, page.nextPageToken));
    return page.consents.map(consentSession);
  });
}

function consentSession({ request, granted, requestId, handledAt }: ConsentRow) {
  return {
    ...granted,
    consent_request: request,
    consent_request_id: requestId,
    handled_at: handledAt,
  } satisfies OAuth2ConsentSession;
}

const revokeQuery = Type.Object({
  subject: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
  client: Type.Optional(Type.String({ minLength: 1, maxLength: 2048 })),
  consent_request_id: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
  all: Type.Optional(Type.Boolean()),
});

/** revokeOAuth2ConsentSessions: ends what came of them, refresh tokens and access tokens too. */
export function revokeOAuth2ConsentSessions(routes: Routes, { consents }: Context): void {
  routes.delete(PATH, { schema: { querystring: revokeQuery } }, async ({ query }, reply) => {
    const { subject, client: clientId, consent_request_id: requestId, all = false } = query;
    if (requestId === undefined && subject === undefined)
      throw badRequest('Name a subject or a consent_request_id.');
    if (requestId === undefined && clientId === undefined && !all)
      throw badRequest('Name a client, or set all=true.');
    await consents.revoke({ subject, clientId, requestId });
    return reply.code(204).send();
  });
}
