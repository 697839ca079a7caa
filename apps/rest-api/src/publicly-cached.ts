import type { FastifyReply } from 'fastify';

/** So long a cache on the way may show what has been deleted or closed since, in seconds. */
const MAX_AGE = 15;

/** Lets caches on the way answer for us (RFC 9111): the same for everyone, and it may be a bit old. */
export function publiclyCached<T>(reply: FastifyReply, body: T): T {
  reply.header('cache-control', `public, max-age=${MAX_AGE}, stale-while-revalidate=60`);
  return body;
}
