import { Pool } from 'undici';

type Method = 'GET' | 'POST';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Sends requests of one agent as fast as it is asked to, over connections that are kept. */
export interface ApiLoad {
  /** Requests that were answered so far. */
  readonly answered: number;
  /**
   * @param idempotencyKey sent with it, as the SDK does
   * @throws Error when the status is another than `expected`
   */
  send(
    method: Method,
    path: string,
    expected: number,
    body?: string,
    idempotencyKey?: string,
  ): Promise<string>;
  /** Whatever the status is. */
  ask(method: Method, path: string, body?: string): Promise<Answer>;
  close(): Promise<void>;
}

/**
 * Not the SDK: on two cores a client costs the server what it spends, and this one spends the least.
 *
 * @param headers what each request says besides
 */
export function createApiLoad(
  url: string,
  accessToken: string,
  connections: number,
  headers: Readonly<Record<string, string>> = {},
): ApiLoad {
  const pool = new Pool(url, { connections });
  const always = { ...headers, authorization: `Bearer ${accessToken}` };
  let answered = 0;
  const ask = async (
    method: Method,
    path: string,
    body?: string,
    idempotencyKey?: string,
  ): Promise<Answer> => {
    const { statusCode, body: answer } = await pool.request({
      method,
      path,
      headers: {
        ...always,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      },
      ...(body !== undefined && { body }),
    });
    const text = await answer.text();
    answered += 1;
    return { status: statusCode, text };
  };
  return {
    get answered() {
      return answered;
    },
    ask,
    send: async (method, path, expected, body, idempotencyKey) => {
      const { status, text } = await ask(method, path, body, idempotencyKey);
      if (status !== expected) throw new Error(`${method} ${path}: ${status} ${text}`);
      return text;
    },
    close: () => pool.close(),
  };
}
