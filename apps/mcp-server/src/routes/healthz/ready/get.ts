import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';

/** Readiness: whether the REST API and Ory answer. 503 where one does not. */
export function readyRoute(app: FastifyInstance, { readiness }: Context): void {
  app.get('/healthz/ready', async (_request, reply) => {
    const state = await readiness();
    return reply.code(state.status === 'ok' ? 200 : 503).send(state);
  });
}
