import {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { Logger } from './logger.ts';
import { requestId } from './request-id.ts';
import { telemetrySink } from './telemetry-seam.ts';
import { urlPath } from './url-path.ts';

/**
 * Options to spread into `Fastify({...})`: our logger, the caller's or a new request id bound to
 * every line as `requestId`, and Fastify's own request lines off, because `requestLog` writes one.
 */
export function serverLogging(logger: Logger) {
  // As Fastify's own type, or every function that takes a FastifyInstance would have to name pino's.
  const loggerInstance: FastifyBaseLogger = logger;
  return {
    loggerInstance,
    genReqId: requestId,
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: 'requestId',
    }),
  };
}

export interface RequestLogOptions {
  /** For whom a request is, where who sends it asks for somebody else; default: who sends it. */
  readonly clientAddress?: (request: FastifyRequest) => string;
}

function logRequest(request: FastifyRequest, reply: FastifyReply, ip: string): void {
  telemetrySink()?.requestEnded({
    method: request.method,
    // Not the path: every id would make a time series of its own.
    route: request.routeOptions.url ?? 'unknown',
    status: reply.statusCode,
    seconds: reply.elapsedTime / 1000,
  });
  const line = {
    method: request.method,
    path: urlPath(request.url),
    route: request.routeOptions.url,
    status: reply.statusCode,
    durationMs: Math.round(reply.elapsedTime * 10) / 10,
    ip,
    ...(ip === request.ip ? {} : { via: request.ip }),
    ...(reply.raw.writableEnded ? {} : { aborted: true }),
  };
  if (reply.statusCode >= 500) request.log.error(line, 'request');
  // Probes come every few seconds from every machine and say nothing while they succeed.
  else if (request.routeOptions.url?.startsWith('/health') === true)
    request.log.debug(line, 'request');
  else request.log.info(line, 'request');
}

/**
 * Fastify plugin: echoes `X-Request-Id` and writes one line per request when its answer is sent.
 * Never a body, a query string or a token in the path. `ip` is the client's; `via`, where it differs,
 * that of who asks for it. Use with `serverLogging`.
 */
export const requestLog = fastifyPlugin(
  async (app: FastifyInstance, { clientAddress = ({ ip }) => ip }: RequestLogOptions) => {
    app.addHook('onRequest', async (request, reply) => {
      reply.header('x-request-id', request.id);
    });
    app.addHook('onResponse', async (request, reply) =>
      logRequest(request, reply, clientAddress(request)),
    );
  },
  { name: 'request-log', fastify: '5.x' },
);
