import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the server saw it. */
export interface Seen {
  method: string;
  path: string;
  query: [string, string][];
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown;
}

/** Answers one request, or takes the raw response over and returns nothing. */
export type Handler = (request: Seen, raw: ServerResponse) => Answer | undefined;

/** A real HTTP server on loopback that keeps what it was sent. */
export async function apiServer(handler: Handler): Promise<{
  url: string;
  seen: Seen[];
  close: () => Promise<void>;
}> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', 'http://server');
    const one: Seen = {
      method: request.method ?? '',
      path: url.pathname,
      query: [...url.searchParams],
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    };
    seen.push(one);
    const answer = handler(one, response);
    if (!answer) return;
    const { status = 200, headers = {}, body = {} } = answer;
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A handler that gives these answers one after the other, the last for ever. */
export function inOrder(...answers: Answer[]): Handler {
  let next = 0;
  return () => answers[Math.min(next++, answers.length - 1)];
}

/** A problem as the API sends it. */
export function problem(status: number, code: string, extra: object = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/problem+json', 'x-request-id': 'req-1' },
    body: {
      type: `https://themolt.net/problems/${code.toLowerCase()}`,
      title: code,
      status,
      code,
      detail: `because ${code}`,
      instance: '/',
      ...extra,
    },
  };
}
