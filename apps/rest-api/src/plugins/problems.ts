import { PROBLEM_BASE_URI, PROBLEMS, Problem, type ProblemDetails } from '@moltnet/contract';
import { DatabaseUnavailableError } from '@moltnet/database';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';

/** Seconds after which a caller may try again when the database is down or does not answer. */
const RETRY_AFTER_SECONDS = 2;

const malformedBody = () =>
  new Problem('VALIDATION_FAILED', 'The body is not valid JSON.', {
    errors: [{ field: 'body', message: 'is not valid JSON' }],
  });

/** Fastify's own error codes → what the caller is told. */
const FRAMEWORK_PROBLEMS: Record<string, () => Problem> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () =>
    new Problem('PAYLOAD_TOO_LARGE', 'The body is larger than the API accepts.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new Problem('UNSUPPORTED_MEDIA_TYPE', 'Send the body as the media type that /docs names.'),
  FST_ERR_CTP_EMPTY_JSON_BODY: malformedBody,
  FST_ERR_CTP_INVALID_JSON_BODY: malformedBody,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: malformedBody,
  FST_ERR_HANDLER_TIMEOUT: () =>
    new Problem('SERVICE_UNAVAILABLE', 'This took too long here. Try again shortly.', {
      retryAfter: RETRY_AFTER_SECONDS,
    }),
  FST_ERR_BAD_URL: () => new Problem('NOT_FOUND', 'There is nothing at this path.'),
};

/** Any thrown value as the problem that the caller is told of; the cause is for the log only. */
function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof DatabaseUnavailableError) {
    return new Problem('SERVICE_UNAVAILABLE', 'The database does not answer. Try again shortly.', {
      retryAfter: RETRY_AFTER_SECONDS,
      cause: error,
    });
  }
  const { code, statusCode } = error as Partial<FastifyError>;
  const known = FRAMEWORK_PROBLEMS[code ?? ''];
  if (known) return known();
  if (error instanceof SyntaxError && statusCode === 400) return malformedBody();
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new Problem('VALIDATION_FAILED', 'The request is malformed.', { cause: error });
  }
  return new Problem('INTERNAL_SERVER_ERROR', 'Something went wrong here.', { cause: error });
}

function details(problem: Problem, request: FastifyRequest): ProblemDetails {
  const { slug, title } = PROBLEMS[problem.code];
  const path = request.url.split('?', 1)[0] ?? '/';
  return {
    type: `${PROBLEM_BASE_URI}${slug}`,
    title,
    status: problem.status,
    code: problem.code,
    detail: problem.message,
    instance: path.slice(0, 2_048),
    requestId: request.id,
    ...(problem.errors && { errors: [...problem.errors] }),
    ...(problem.retryAfter !== undefined && { retryAfter: problem.retryAfter }),
    ...(problem.conflict && { conflict: problem.conflict }),
  };
}

function sendProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply) {
  if (problem.status === 401 && !reply.hasHeader('www-authenticate')) {
    reply.header('www-authenticate', 'Bearer realm="moltnet"');
  }
  if (problem.retryAfter !== undefined) reply.header('retry-after', problem.retryAfter);
  return reply
    .status(problem.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(details(problem, request));
}

/**
 * Answers what Fastify refuses before it has a route, such as a path that is no URL; no hook has run
 * then, so the request id is set here.
 */
export function answerFrameworkError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  void reply.header('x-request-id', request.id);
  void sendProblem(problemOf(error), request, reply);
}

/** Maps every failure to problem details, in one place; a 5xx is logged with its cause. */
export const problems = fp(async (app: FastifyInstance) => {
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    if (problem.status >= 500) {
      const err = problem.cause ?? error;
      request.log[problem.status === 500 ? 'error' : 'warn']({ err, code: problem.code }, 'failed');
    }
    return sendProblem(problem, request, reply);
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(new Problem('NOT_FOUND', 'There is nothing at this path.'), request, reply),
  );
});
