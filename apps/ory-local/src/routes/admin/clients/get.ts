import { Type } from 'typebox';
import type { Routes } from '../../../app.ts';
import { toOAuth2Client } from '../../../clients/client.ts';
import type { Context } from '../../../context.ts';
import { linkHeader } from '../../../page-token.ts';
import { pageQuery } from '../../pagination.ts';

const querystring = Type.Object({
  ...pageQuery(100, 500),
  client_name: Type.Optional(Type.String({ maxLength: 2048 })),
  owner: Type.Optional(Type.String({ maxLength: 2048 })),
});

/** listOAuth2Clients */
export function listOAuth2Clients(routes: Routes, { clients }: Context): void {
  routes.get('/admin/clients', { schema: { querystring } }, async (request, reply) => {
    const { page_size, page_token, client_name, owner } = request.query;
    const page = await clients.list({ clientName: client_name, owner }, page_size, page_token);
    reply.header(
      'link',
      linkHeader('/admin/clients', { page_size: String(page_size) }, page.nextPageToken),
    );
    return page.clients.map((row) => toOAuth2Client(row));
  });
}
