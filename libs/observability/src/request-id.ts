import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What a caller may choose: bounded, and nothing that could break a log line or a header. */
const ACCEPTED = /^[\w.:-]{1,128}$/;

/** The id of a request: the caller's `X-Request-Id` where it is acceptable, else a new UUID. */
export function requestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && ACCEPTED.test(given) ? given : randomUUID();
}
