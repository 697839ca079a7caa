import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HookCall {
  headers: IncomingHttpHeaders;
  body: { session: { subject?: string; client_id: string }; request: Record<string, unknown> };
}

/** A webhook that answers what a test tells it to. */
export interface TestHook {
  url: string;
  calls: HookCall[];
  /** `hang` accepts the request and never answers. */
  answer: { status: number; body?: unknown } | 'hang';
  stop(): Promise<void>;
}

export async function startTokenHook(): Promise<TestHook> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as HookCall['body'];
      hook.calls.push({ headers: request.headers, body });
      if (hook.answer === 'hang') return;
      response.writeHead(hook.answer.status, { 'content-type': 'application/json' });
      response.end(hook.answer.body === undefined ? undefined : JSON.stringify(hook.answer.body));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const hook: TestHook = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    calls: [],
    answer: { status: 204 },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return hook;
}
