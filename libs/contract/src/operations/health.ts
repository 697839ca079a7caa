import type { Operation } from '../operation.ts';
import { Health, Readiness } from '../schemas/health.ts';

export const healthOperations = {
  getHealth: {
    method: 'GET',
    path: '/health',
    summary: 'Whether the process is alive; touches no dependency',
    tag: 'Health',
    auth: 'public',
    responses: { 200: Health },
  },
  getReadiness: {
    method: 'GET',
    path: '/health/ready',
    summary: 'Whether the process can serve, component by component',
    tag: 'Health',
    auth: 'public',
    rateLimit: 'address',
    responses: { 200: Readiness, 503: Readiness },
  },
} as const satisfies Record<string, Operation>;
