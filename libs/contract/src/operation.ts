import type { TSchema } from 'typebox';
import type { RateLimitGroup } from './limits.ts';
import type { ProblemCode } from './problems.ts';
import type { Scope } from './scopes.ts';

/**
 * Who may call: anyone, Ory's webhooks, or a principal whose credential carries every scope; of a
 * person `humanScopes`, where these are others.
 */
export type OperationAuth =
  | 'public'
  | 'webhook'
  | { readonly scopes: readonly Scope[]; readonly humanScopes?: readonly Scope[] };

/**
 * One operation of the REST API: the only place that says what it takes, who may call it and what
 * it answers. Route validation, OpenAPI, SDK types and MCP tool inputs are made from it.
 */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path with `:name` parameters. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly auth: OperationAuth;
  /** Besides the limit by address; absent: never limited at all. */
  readonly rateLimit?: RateLimitGroup;
  /** Whether `Idempotency-Key` is honoured. */
  readonly idempotent?: true;
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly headers?: TSchema;
  readonly body?: TSchema;
  /** Most bytes of the body, where it is not `LIMITS.bodyBytes`. */
  readonly bodyBytes?: number;
  /** The body is read as it comes, by the handler, and not parsed before it. */
  readonly bodyStreamed?: true;
  /** Longest that an answer may take to its end, where it is not what all others may take. */
  readonly timeoutMs?: number;
  /** Status → body. */
  readonly responses: Readonly<Record<number, TSchema>>;
  /** What it may answer besides the problems that every operation shares. */
  readonly problems?: readonly ProblemCode[];
  /** Media type of the request body where it is not JSON. */
  readonly consumes?: string;
  /** Media type of a text answer where it is not JSON. */
  readonly produces?: string;
}
