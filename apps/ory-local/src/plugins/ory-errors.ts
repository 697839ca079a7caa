import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyInstance } from 'fastify';
import { DatabaseUnavailableError, translateError, UnstorableTextError } from '@moltnet/database';
import fastifyPlugin from 'fastify-plugin';
import { badRequest, notFound, notImplemented, OryError, oryErrorBody } from '../errors.ts';
import { findUnsupported } from '../operations/find-unsupported.ts';

/** Every error leaves in Ory's shape; a fault of ours says nothing of the inside. */
export const oryErrors = fastifyPlugin(
  async (app: FastifyInstance) => {
    app.setErrorHandler<FastifyError>((error, request, reply) => {
      const known = toOryError(error);
      if (known.statusCode >= 500 && known.statusCode !== 501)
        request.log.error({ err: error }, 'request failed');
      return reply.code(known.statusCode).send(oryErrorBody(known, request.id));
    });
    app.setNotFoundHandler(({ method, url }) => {
      // An honest no, where a 404 would look like a wrong URL.
      const operation = findUnsupported(method, url.split('?', 1)[0] ?? url);
      throw operation === undefined
        ? notFound('There is no such endpoint.')
        : notImplemented(operation);
    });
  },
  { name: 'ory-errors', fastify: '5.x' },
);

/** What a caller may know of a fault. */
export function toOryError(thrown: FastifyError | OryError): OryError {
  const error = translateError(thrown) as FastifyError | OryError;
  if (error instanceof OryError) return error;
  if (error instanceof UnstorableTextError) return badRequest(error.message);
  if (error instanceof DatabaseUnavailableError)
    return new OryError(503, 'The service is unavailable', 'The database does not answer.');
  if ('validation' in error && error.validation !== undefined) return badRequest(error.message);
  const status = error.statusCode ?? 500;
  // Fastify's own 4xx (malformed JSON, too large) say what the caller did.
  if (status < 500) return new OryError(status, STATUS_CODES[status] ?? 'Error', error.message);
  return new OryError(500, 'An internal server error occurred, please contact the system operator');
}
