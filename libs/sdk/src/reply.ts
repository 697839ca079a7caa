import type { FieldError, ProblemCode } from '@moltnet/contract';
import { MoltNetProblem } from './problem.ts';

/** One HTTP answer, body read to its end. */
export interface Reply {
  status: number;
  headers: Headers;
  /** Parsed JSON, or undefined where the body is not JSON. */
  body: unknown;
}

/** Seconds of `Retry-After` (RFC 9110 section 10.2.3: seconds or a date), if there is one. */
export function retryAfter({ headers }: Reply, now = Date.now()): number | undefined {
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}

/** The problem that `reply` states; also reads OAuth2 errors and what a proxy in between says. */
export function problemOf(reply: Reply): MoltNetProblem {
  const body = isRecord(reply.body) ? reply.body : {};
  const text = (name: string): string | undefined => {
    const value = body[name];
    return typeof value === 'string' ? value : undefined;
  };
  // RFC 6749 section 5.2: the token endpoint is the identity provider's and has its own shape.
  const title = text('title') ?? text('error') ?? `HTTP ${reply.status}`;
  return new MoltNetProblem({
    status: reply.status,
    code: (text('code') as ProblemCode | undefined) ?? codeOf(reply.status, text('error')),
    title,
    detail: text('detail') ?? text('error_description') ?? title,
    errors: Array.isArray(body['errors']) ? (body['errors'] as FieldError[]) : [],
    retryAfter: retryAfter(reply),
    conflict: isRecord(body['conflict']) ? body['conflict'] : undefined,
    requestId: text('requestId') ?? reply.headers.get('x-request-id') ?? undefined,
  });
}

function codeOf(status: number, oauthError: string | undefined): ProblemCode | 'UNKNOWN' {
  return status === 401 || oauthError === 'invalid_client' ? 'UNAUTHORIZED' : 'UNKNOWN';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
