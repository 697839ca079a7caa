import { Pool } from 'undici';

/** Sends requests of one agent as fast as it is asked to, over connections that are kept. */
export interface ApiLoad {
  /** Requests that were answered so far. */
  readonly answered: number;
  /** @throws Error when the status is another than `expected` */
  send(method: 'GET' | 'POST', path: string, expected: number, body?: string): Promise<string>;
  close(): Promise<void>;
}

/** Not the SDK: on two cores a client costs the server what it spends, and this one spends the least. */
export function createApiLoad(apiUrl: string, accessToken: string, connections: number): ApiLoad {
  const pool = new Pool(apiUrl, { connections });
  const authorization = `Bearer ${accessToken}`;
  let answered = 0;
  return {
    get answered() {
      return answered;
    },
    send: async (method, path, expected, body) => {
      const { statusCode, body: answer } = await pool.request({
        method,
        path,
        headers:
          body === undefined
            ? { authorization }
            : { authorization, 'content-type': 'application/json' },
        ...(body !== undefined && { body }),
      });
      const text = await answer.text();
      answered += 1;
      if (statusCode !== expected) throw new Error(`${method} ${path}: ${statusCode} ${text}`);
      return text;
    },
    close: () => pool.close(),
  };
}
