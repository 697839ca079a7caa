import type { ComponentHealth, Readiness } from '@moltnet/contract';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../context.ts';
import { serve } from '../../../operation-route.ts';

const COMPONENT_TIMEOUT_MS = 5_000;

/** The state of one component: what `probe` says, or an error when it throws or takes too long. */
async function measure(probe: () => Promise<ComponentHealth['status']>): Promise<ComponentHealth> {
  const started = performance.now();
  const latencyMs = () => Math.round((performance.now() - started) * 10) / 10;
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('timeout')), COMPONENT_TIMEOUT_MS);
  try {
    const status = await Promise.race([probe(), late]);
    return { status, latencyMs: latencyMs() };
  } catch (error) {
    const timedOut = error instanceof Error && error.message === 'timeout';
    return {
      status: 'error',
      latencyMs: latencyMs(),
      error: timedOut ? `no answer within ${COMPONENT_TIMEOUT_MS} ms` : 'does not answer',
    };
  } finally {
    clearTimeout(timer);
  }
}

/** 503 where the API cannot serve; without the model it can, but says `degraded`. */
export function getReadiness(app: FastifyInstance, ctx: Context): void {
  serve(app, 'getReadiness', async (_request, reply): Promise<Readiness> => {
    const { readiness } = ctx;
    const [database, dbos, ory, embedding] = await Promise.all([
      measure(readiness.database),
      measure(readiness.dbos),
      measure(readiness.ory),
      measure(readiness.embedding),
    ]);
    const model = ctx.models.serving.status();
    if (embedding.status !== 'ok' && model.error) embedding.error = model.error;
    const serving = [database, dbos, ory].every(({ status }) => status === 'ok');
    reply.status(serving ? 200 : 503);
    return {
      status: serving && embedding.status === 'ok' ? 'ok' : 'degraded',
      timestamp: new Date().toISOString(),
      components: { database, dbos, ory, embedding },
    };
  });
}
