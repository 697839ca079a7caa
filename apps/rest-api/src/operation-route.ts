import type { Readable } from 'node:stream';
import {
  OPERATIONS,
  type Operation,
  type OperationAnswer,
  type OperationId,
  type OperationPart,
} from '@moltnet/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** A request whose parts have been parsed by the schemas of operation `Id`. */
export type OperationRequest<Id extends OperationId> = FastifyRequest<{
  Body: OperationPart<Id, 'body'>;
  Params: OperationPart<Id, 'params'>;
  Querystring: OperationPart<Id, 'query'>;
}>;

export type OperationHandler<Id extends OperationId> = (
  request: OperationRequest<Id>,
  reply: FastifyReply,
) => Promise<OperationAnswer<Id>>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The operation that the route serves; absent on the routes of third-party plugins. */
    operationId?: OperationId;
  }
}

/** The operation that `request` is for, or undefined on an unknown path. */
export function operationOf(request: FastifyRequest): Operation | undefined {
  const id = request.routeOptions.config.operationId;
  return id === undefined ? undefined : OPERATIONS[id];
}

/**
 * Serves operation `id` of the contract: method, path, schemas, authentication and success status
 * all come from there, so that a route can't differ from what the OpenAPI document says.
 */
export function serve<Id extends OperationId>(
  app: FastifyInstance,
  id: Id,
  handler: OperationHandler<Id>,
): void {
  register(app, id, (request, reply) => handler(request as OperationRequest<Id>, reply));
}

/** Serves an operation whose answer is text that comes bit by bit, in the media type of the contract. */
export function serveStream<Id extends OperationId>(
  app: FastifyInstance,
  id: Id,
  handler: (request: OperationRequest<Id>, reply: FastifyReply) => Promise<Readable>,
): void {
  const { produces = 'text/plain' }: Operation = OPERATIONS[id];
  register(app, id, async (request, reply) => {
    const stream = await handler(request as OperationRequest<Id>, reply);
    return reply.type(produces).send(stream);
  });
}

function register(
  app: FastifyInstance,
  id: OperationId,
  handler: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
): void {
  const operation: Operation = OPERATIONS[id];
  const json = operation.produces === undefined;
  const success = Number(Object.keys(operation.responses)[0]);
  app.route({
    method: operation.method,
    url: operation.path,
    ...(operation.timeoutMs !== undefined && { handlerTimeout: operation.timeoutMs }),
    ...(operation.bodyBytes !== undefined && { bodyLimit: operation.bodyBytes }),
    config: { operationId: id, auth: operation.auth },
    schema: {
      ...(operation.params && { params: operation.params }),
      ...(operation.query && { querystring: operation.query }),
      ...(operation.headers && { headers: operation.headers }),
      ...(operation.body && !operation.bodyStreamed && { body: operation.body }),
      ...(json && { response: operation.responses }),
    },
    handler: async (request, reply) => {
      reply.status(success);
      return handler(request, reply);
    },
  });
}
