import { STATUS_CODES } from 'node:http';
import type { FastifyError } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { Routes } from '../app.ts';
import { oryErrorBody } from '../errors.ts';
import { toOryError } from '../plugins/ory-errors.ts';
import { html } from './html.ts';
import { sendPage } from './page.ts';

/** What goes wrong in a scope that people use is a page to who asks for pages. */
export const pageErrors = fastifyPlugin(
  async (routes: Routes) => {
    routes.setErrorHandler<FastifyError>((error, request, reply) => {
      const known = toOryError(error);
      if (known.statusCode >= 500) request.log.error({ err: error }, 'request failed');
      if (!(request.headers.accept ?? '').includes('text/html'))
        return reply.code(known.statusCode).send(oryErrorBody(known, request.id));
      const { redirect_browser_to } = known.beside;
      if (typeof redirect_browser_to === 'string') return reply.redirect(redirect_browser_to, 303);
      return sendPage(reply, {
        status: known.statusCode,
        title: STATUS_CODES[known.statusCode] ?? 'Error',
        content: html`<p role="alert">${known.reason ?? known.message}</p>
          <p>Request ${request.id}. <a href="/ui/login">Sign in</a></p>`,
      });
    });
  },
  { name: 'page-errors', fastify: '5.x' },
);
