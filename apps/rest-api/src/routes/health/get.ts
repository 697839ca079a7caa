import type { FastifyInstance } from 'fastify';
import { serve } from '../../operation-route.ts';

export function getHealth(app: FastifyInstance): void {
  serve(app, 'getHealth', async () => ({
    status: 'ok' as const,
    timestamp: new Date().toISOString(),
  }));
}
