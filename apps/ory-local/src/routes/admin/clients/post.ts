import type { OAuth2Client } from '@ory/client';
import type { Routes } from '../../../app.ts';
import { toOAuth2Client } from '../../../clients/client.ts';
import type { Context } from '../../../context.ts';
import { clientBody } from './client-body.ts';

/** createOAuth2Client: the only answer that holds the secret. */
export function createOAuth2Client(routes: Routes, { clients }: Context): void {
  routes.post('/admin/clients', { schema: { body: clientBody } }, async (request, reply) => {
    const { row, secret } = await clients.create(request.body as OAuth2Client);
    return reply.code(201).send(toOAuth2Client(row, secret));
  });
}
