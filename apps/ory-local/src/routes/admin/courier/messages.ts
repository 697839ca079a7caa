import { CourierMessageStatus } from '@ory/client';
import { Type } from 'typebox';
import type { Routes } from '../../../app.ts';
import type { Context } from '../../../context.ts';
import { linkHeader } from '../../../page-token.ts';
import { pageQuery } from '../../pagination.ts';

const PATH = '/admin/courier/messages';

const querystring = Type.Object({
  ...pageQuery(250, 1000),
  status: Type.Optional(Type.Enum(Object.values(CourierMessageStatus))),
  recipient: Type.Optional(Type.String({ maxLength: 320 })),
});

/** listCourierMessages: the newest first, with what they say, as Kratos shows it in development. */
export function listCourierMessages(routes: Routes, { courier }: Context): void {
  routes.get(PATH, { schema: { querystring } }, async ({ query }, reply) => {
    const { page_size, page_token, status, recipient } = query;
    const page = await courier.list({ status, recipient }, page_size, page_token);
    const kept = {
      page_size: String(page_size),
      ...(status !== undefined && { status }),
      ...(recipient !== undefined && { recipient }),
    };
    void reply.header('link', linkHeader(PATH, kept, page.nextPageToken));
    void reply.header('cache-control', 'no-store');
    return page.messages;
  });
}

const params = Type.Object({ id: Type.String({ maxLength: 255 }) });

/** getCourierMessage */
export function getCourierMessage(routes: Routes, { courier }: Context): void {
  routes.get(`${PATH}/:id`, { schema: { params } }, async ({ params: { id } }, reply) => {
    void reply.header('cache-control', 'no-store');
    return courier.get(id);
  });
}
