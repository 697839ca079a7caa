import { setTimeout as delay } from 'node:timers/promises';
import { Circuit } from '../circuit.ts';
import { UpstreamRefusedError, UpstreamUnavailableError } from '../upstream-error.ts';

/** What axios' errors look like to us. Structural, because axios is a dependency of @ory/client and not ours. */
interface AxiosFailure {
  readonly isAxiosError: true;
  readonly code?: string;
  readonly response?: {
    readonly status: number;
    readonly data: unknown;
    readonly headers: Readonly<Record<string, unknown>>;
  };
}

/** One request through a generated client method; must hand `options` on to it. */
type Request<T> = (options: { signal: AbortSignal }) => Promise<{ readonly data: T }>;

export interface CallOptions {
  /** Whether sending it twice does the same as once; only then is a lost answer retried, once. */
  readonly idempotent: boolean;
}

/** Makes calls of one upstream service, with its timeout, its circuit and its errors. */
export type Caller = <T>(
  operation: string,
  request: Request<T>,
  options: CallOptions,
) => Promise<T>;

const CIRCUIT = { threshold: 5, openMs: 1000 };
const RETRY_MS = { min: 30, spread: 70 };
/** A gateway that says this has not let the request through. */
const RETRIED_STATUS = new Set([502, 503, 504]);
/** Upstreams may ask for any pause; ours is what we are willing to tell a client. */
const MAX_RETRY_AFTER_S = 60;

/**
 * A caller for one upstream service. Every call ends within `timeoutMs` per attempt, and throws
 * only `UpstreamUnavailableError` (no answer, 5xx, 429) or `UpstreamRefusedError` (any other
 * status): the original error stays behind, because it holds the request with its API key and body.
 */
export function createCaller(timeoutMs: number): Caller {
  const circuit = new Circuit(CIRCUIT);

  return async function call(operation, request, { idempotent }) {
    if (!circuit.admits()) {
      throw new UpstreamUnavailableError({
        operation,
        reason: 'circuit open',
        retryAfter: circuit.retryAfter,
      });
    }
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { data } = await request({ signal: AbortSignal.timeout(timeoutMs) });
        circuit.succeeded();
        return data;
      } catch (error) {
        const failure = classify(operation, error);
        if (!(failure.error instanceof UpstreamUnavailableError)) {
          if (failure.error instanceof UpstreamRefusedError) circuit.succeeded();
          throw failure.error;
        }
        if (attempt === 1 && idempotent && failure.quick) {
          await delay(RETRY_MS.min + Math.random() * RETRY_MS.spread);
          continue;
        }
        circuit.failed();
        throw failure.error;
      }
    }
  };
}

/** `quick` = the attempt cost no timeout, so that a second one still fits into the caller's patience. */
function classify(operation: string, error: unknown): { error: unknown; quick: boolean } {
  if (!isAxiosFailure(error)) return { error, quick: false };
  const { response } = error;
  if (response === undefined) {
    const timedOut = error.code === 'ERR_CANCELED';
    const reason = timedOut ? 'timeout' : (error.code ?? 'no answer');
    return { error: new UpstreamUnavailableError({ operation, reason }), quick: !timedOut };
  }
  const { status } = response;
  // 501 is an operation that this upstream does not have: waiting will not bring it.
  if ((status >= 500 && status !== 501) || status === 429) {
    return {
      error: new UpstreamUnavailableError({
        operation,
        reason: `HTTP ${status}`,
        retryAfter: retryAfterOf(response.headers),
      }),
      quick: RETRIED_STATUS.has(status),
    };
  }
  return {
    error: new UpstreamRefusedError(operation, status, messageOf(response.data)),
    quick: false,
  };
}

function isAxiosFailure(error: unknown): error is AxiosFailure {
  return typeof error === 'object' && error !== null && 'isAxiosError' in error;
}

function retryAfterOf(headers: Readonly<Record<string, unknown>>): number {
  const seconds = Number(headers['retry-after']);
  return seconds >= 1 ? Math.min(Math.ceil(seconds), MAX_RETRY_AFTER_S) : 1;
}

/** Ory's error body is `{error: {code, status, reason, message}}`. */
function messageOf(body: unknown): string | undefined {
  const message = (body as { error?: { message?: unknown } } | null | undefined)?.error?.message;
  return typeof message === 'string' ? message.slice(0, 200) : undefined;
}
