import { Problem } from '@moltnet/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Sends `revision` as a strong `ETag` (RFC 9110 §8.8.3) and passes the resource on. */
export function withEntityTag<T extends { revision: number }>(reply: FastifyReply, resource: T): T {
  reply.header('etag', `"${resource.revision}"`);
  return resource;
}

/**
 * The revision that `If-Match` (RFC 9110 §13.1.1) demands; undefined where any will do.
 * @throws Problem 412 where the header names no revision of ours, so that nothing can match
 */
export function expectedRevision(request: FastifyRequest): number | undefined {
  const header = request.headers['if-match']?.trim();
  if (header === undefined || header === '*') return undefined;
  const match = /^"(\d{1,9})"$/.exec(header);
  if (match) return Number(match[1]);
  throw new Problem('PRECONDITION_FAILED', 'If-Match must be one ETag that this API sent.');
}
