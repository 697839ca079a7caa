type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE' | 'OPTIONS' | 'HEAD';

export interface Answer<T = unknown> {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON, where it is JSON. */
  readonly body: T;
  readonly text: string;
}

export interface Request {
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is. */
  readonly raw?: string | Uint8Array<ArrayBuffer> | URLSearchParams;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

/** `api('GET /diaries')`: one request over real HTTP; any status is an answer. */
export type Api = <T = unknown>(
  route: `${Method} /${string}`,
  request?: Request,
) => Promise<Answer<T>>;

/** Longer than any request may take, in milliseconds. */
const TIMEOUT = 30_000;

/** @param token Sent as bearer. */
export function apiAt(baseUrl: string, token?: string): Api {
  return async <T>(route: string, { body, raw, headers, signal }: Request = {}) => {
    const space = route.indexOf(' ');
    const response = await fetch(`${baseUrl}${route.slice(space + 1)}`, {
      method: route.slice(0, space),
      redirect: 'manual',
      signal: signal ?? AbortSignal.timeout(TIMEOUT),
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: raw ?? (body === undefined ? null : JSON.stringify(body)),
    });
    const stream = /^text\/event-stream\b/.test(response.headers.get('content-type') ?? '');
    const text = stream ? await beginning(response) : await response.text();
    const json = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    const parsed = (json && text !== '' ? JSON.parse(text) : undefined) as T;
    return { status: response.status, headers: response.headers, body: parsed, text };
  };
}

/** What a stream without an end begins with. */
async function beginning({ body }: Response): Promise<string> {
  const reader = body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  await reader?.cancel();
  return new TextDecoder().decode(value);
}

/**
 * The body of an answer that must be a success.
 *
 * @throws with what was answered instead.
 */
export function ok<T>(answer: Answer<T>, status = 200): T {
  if (answer.status === status) return answer.body;
  throw new Error(`expected ${status}, got ${answer.status}: ${answer.text.slice(0, 1000)}`);
}
