import type { Routes } from '../app.ts';
import type { Context } from '../context.ts';

/** Alive touches nothing, so that a slow database restarts no process; ready asks the database. */
export function health(routes: Routes, { database }: Context): void {
  routes.get('/health/alive', async () => ({ status: 'ok' }));
  routes.get('/health/ready', async (request, reply) => {
    try {
      await database.ping();
      return { status: 'ok' };
    } catch (error) {
      request.log.warn({ err: error }, 'not ready');
      return reply.code(503).send({ errors: { database: 'does not answer' } });
    }
  });
  routes.get('/version', async () => ({ version: 'ory-local' }));
}
