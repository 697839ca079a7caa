import { LIMITS } from '@moltnet/contract';
import { requestLog, serverLogging } from '@moltnet/observability';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Context } from './context.ts';
import { createAllowedOrigins } from './network/allowed-origins.ts';
import { isLoopback } from './network/loopback.ts';
import { registerAuthentication } from './plugins/authentication.ts';
import { registerCors } from './plugins/external/cors.ts';
import { registerHelmet } from './plugins/external/helmet.ts';
import { registerNetworkGuard } from './plugins/network-guard.ts';
import { registerProblems } from './plugins/problems.ts';
import { healthRoute } from './routes/healthz/get.ts';
import { readyRoute } from './routes/healthz/ready/get.ts';
import { mcpRoute } from './routes/mcp/any.ts';
import { messagesRoute } from './routes/messages/post.ts';
import { sseRoute } from './routes/sse/get.ts';
import { protectedResourceRoute } from './routes/well-known/oauth-protected-resource.ts';

/** Puts the server together; it does not listen yet. Closing it ends every stream. */
export async function createApp(context: Context): Promise<FastifyInstance> {
  const { config, logger, sessions } = context;
  const origins = createAllowedOrigins(config.corsOrigins, isLoopback(config.host));
  const app = Fastify({
    ...serverLogging(logger),
    bodyLimit: LIMITS.bodyBytes,
    // Hop 0 is the socket's peer; beyond our own proxies X-Forwarded-For is the client's to invent.
    trustProxy: (_address: string, hop: number) => hop < config.trustedProxyHops,
    // How long a client may take to send its request; nobody types one by hand.
    requestTimeout: 30_000,
  });
  await app.register(requestLog);
  registerHelmet(app);
  await registerCors(app, origins);
  registerProblems(app, context);
  healthRoute(app);
  readyRoute(app, context);
  protectedResourceRoute(app, context);
  await app.register(async (protocol) => {
    registerNetworkGuard(protocol, config.publicUrl, origins);
    registerAuthentication(protocol, context);
    mcpRoute(protocol, context);
    sseRoute(protocol, context);
    messagesRoute(protocol, context);
  });
  app.addHook('preClose', () => sessions.close());
  return app;
}
