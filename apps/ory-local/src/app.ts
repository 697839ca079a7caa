import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { requestLog, serverLogging, type Logger } from '@moltnet/observability';
import type { Context } from './context.ts';
import { apiKey } from './plugins/api-key.ts';
import { oryErrors } from './plugins/ory-errors.ts';
import { validation } from './plugins/validation.ts';
import { adminRoutes, publicRoutes } from './routes/index.ts';

/** A scope of the app in which routes are registered; bodies and queries are typed by TypeBox. */
export type Routes = FastifyInstance<
  Server,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** The app on a server that is bound already. */
export async function createApp(
  context: Context,
  logger: Logger,
  server: Server,
): Promise<FastifyInstance> {
  const app = fastify({
    ...serverLogging(logger),
    serverFactory: (handler) => server.on('request', handler),
    bodyLimit: 1024 * 1024,
    // Ids and external ids have at most 255 characters; the default is 100.
    routerOptions: { maxParamLength: 255 },
  });
  await app.register(requestLog);
  await app.register(oryErrors);
  await app.register(validation);
  await app.register(async (scope) => publicRoutes(scope as unknown as Routes, context));
  await app.register(async (scope) => {
    await scope.register(apiKey, { key: context.apiKey });
    await adminRoutes(scope as unknown as Routes, context);
  });
  await app.ready();
  return app as unknown as FastifyInstance;
}
