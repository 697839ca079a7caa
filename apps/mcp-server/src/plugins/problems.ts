import { Problem, PROBLEM_BASE_URI, type ProblemDetails, PROBLEMS } from '@moltnet/contract';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { challenge } from '../auth/challenge.ts';
import { readCredential } from '../auth/credential.ts';
import type { Context } from '../context.ts';
import { scopesFor } from '../tools/registry.ts';
import { jsonRpcError, PARSE_ERROR } from '../protocol/json-rpc.ts';

/**
 * Answers every failure: a body that is no JSON as JSON-RPC wants it, all else as RFC 9457 problem
 * details, a 401 with the challenge that tells a client where to get a token.
 */
export function registerProblems(app: FastifyInstance, context: Context): void {
  app.setNotFoundHandler((request, reply) =>
    sendProblem(request, reply, new Problem('NOT_FOUND', 'There is nothing under this path.')),
  );
  app.setErrorHandler<Error>((error, request, reply) => {
    if (isBrokenJson(error))
      return reply.code(400).send(jsonRpcError(PARSE_ERROR, 'Parse error: the body is not JSON'));
    const problem = toProblem(error);
    if (problem.status >= 500) request.log.error({ err: error }, 'request failed');
    if (problem.code === 'UNAUTHORIZED')
      reply.header(
        'www-authenticate',
        challenge(
          context.publicUrl(request.headers.host),
          request.url.startsWith('/mcp') ? '/mcp' : '/sse',
          scopesFor(request.query),
          carriesCredential(request),
        ),
      );
    return sendProblem(request, reply, problem);
  });
}

function carriesCredential({ headers }: FastifyRequest): boolean {
  try {
    return readCredential(headers) !== undefined;
  } catch {
    return true;
  }
}

const BROKEN_JSON = new Set(['FST_ERR_CTP_INVALID_JSON_BODY', 'FST_ERR_CTP_EMPTY_JSON_BODY']);

function isBrokenJson(error: Error): boolean {
  const { code, statusCode } = error as FastifyError;
  // The second is what Fastify's parser throws for a body with `__proto__` in it.
  return BROKEN_JSON.has(code) || (error instanceof SyntaxError && statusCode === 400);
}

function toProblem(error: Error): Problem {
  if (error instanceof Problem) return error;
  switch ((error as FastifyError).statusCode) {
    case 413:
      return new Problem('PAYLOAD_TOO_LARGE', 'The body is larger than this server accepts.');
    case 415:
      return new Problem('UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json.');
    case 400:
      return new Problem('VALIDATION_FAILED', 'The request is malformed.');
    default:
      return new Problem('INTERNAL_SERVER_ERROR', 'The request failed.', { cause: error });
  }
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem) {
  const { slug, title } = PROBLEMS[problem.code];
  const { status, code, message: detail, retryAfter } = problem;
  if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
  const body: ProblemDetails = {
    type: PROBLEM_BASE_URI + slug,
    title,
    status,
    code,
    detail,
    instance: request.url.split('?', 1)[0] ?? '',
    requestId: request.id,
    ...(retryAfter !== undefined && { retryAfter }),
  };
  return reply.code(status).type('application/problem+json').send(body);
}
