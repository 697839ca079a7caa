import type { Health } from '@moltnet/contract';
import type { FastifyInstance } from 'fastify';

/** Liveness: touches no dependency, or a slow one would get healthy processes restarted. */
export function healthRoute(app: FastifyInstance): void {
  app.get('/healthz', async (): Promise<Health> => ({
    status: 'ok',
    timestamp: new Date().toISOString(),
  }));
}
