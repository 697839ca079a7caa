import { Type } from 'typebox';
import type { Routes } from '../../../app.ts';
import type { Context } from '../../../context.ts';
import { toIdentity } from '../../../identities/identity.ts';
import { linkHeader } from '../../../page-token.ts';
import { pageQuery } from '../../pagination.ts';

const querystring = Type.Object({
  ...pageQuery(250, 1000),
  ids: Type.Optional(Type.Array(Type.String(), { maxItems: 500 })),
  credentials_identifier: Type.Optional(Type.String({ maxLength: 1024 })),
});

/** listIdentities: without credentials, as in Kratos, which includes them in single identities only. */
export function listIdentities(routes: Routes, { identities, baseUrl }: Context): void {
  routes.get('/admin/identities', { schema: { querystring } }, async (request, reply) => {
    const { page_size, page_token, ids, credentials_identifier } = request.query;
    const page = await identities.list(
      { ids, credentialsIdentifier: credentials_identifier },
      page_size,
      page_token,
    );
    reply.header(
      'link',
      linkHeader('/admin/identities', { page_size: String(page_size) }, page.nextPageToken),
    );
    return page.identities.map((row) => {
      const { credentials: _, ...identity } = toIdentity(row, baseUrl);
      return identity;
    });
  });
}
