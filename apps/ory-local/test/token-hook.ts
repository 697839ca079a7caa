import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HookCall {
  url: string | undefined;
  headers: IncomingHttpHeaders;
  body: { session: { subject?: string; client_id: string }; request: Record<string, unknown> };
}

export interface HookAnswer {
  status: number;
  body?: unknown;
}

/** A webhook that answers what a test tells it to. */
export interface TestHook {
  url: string;
  calls: HookCall[];
  /** `hang` accepts the request and answers when `answerPending` is called. */
  answer: HookAnswer | 'hang';
  answerPending(answer: HookAnswer): void;
  /** So many requests from now on lose their connection. */
  resets: number;
  stop(): Promise<void>;
}

export async function startTokenHook(): Promise<TestHook> {
  const pending: ServerResponse[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as HookCall['body'];
      hook.calls.push({ url: request.url, headers: request.headers, body });
      if (hook.resets > 0) {
        hook.resets -= 1;
        request.socket.destroy();
      } else if (hook.answer === 'hang') pending.push(response);
      else send(response, hook.answer);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const hook: TestHook = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    calls: [],
    answer: { status: 204 },
    resets: 0,
    answerPending: (answer) => pending.splice(0).forEach((response) => send(response, answer)),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return hook;
}

function send(response: ServerResponse, { status, body }: HookAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
