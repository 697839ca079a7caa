import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';

/** How long a client may go on sending after its answer, in milliseconds. */
const PATIENCE_MS = 30_000;

/**
 * A body that is answered before its end, as one that is too large, is read on and forgotten: a client
 * that is cut off while it sends does not see the answer. But not for ever.
 */
export const unreadBodies = fp(
  async (app: FastifyInstance, { patienceMs = PATIENCE_MS }: { patienceMs?: number }) => {
    app.addHook('onResponse', async ({ raw }) => {
      if (raw.complete || raw.socket.destroyed) return;
      const { socket } = raw;
      const timer = setTimeout(() => socket.destroy(), patienceMs).unref();
      raw.once('end', () => clearTimeout(timer));
      socket.once('close', () => clearTimeout(timer));
    });
  },
);
