import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a request was, body read. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers one request; leaving the response open is a hang. */
export type Script = (response: ServerResponse, request: SeenRequest) => void;

/**
 * An upstream that answers as its script says and keeps what it was asked: for the faults that a
 * healthy Ory does not show (hangs, resets, 5xx, malformed answers).
 */
export interface ScriptedServer {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  answer(script: Script): void;
  stop(): Promise<void>;
}

export async function startScriptedServer(initial: Script): Promise<ScriptedServer> {
  let script = initial;
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const seen = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      requests.push(seen);
      script(response, seen);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer(next) {
      script = next;
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A script that answers with a status and a JSON body. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Script {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

/** A script that cuts the connection without an answer. */
export const reset: Script = (response) => {
  response.socket?.destroy();
};

/** A script that never answers. */
export const hang: Script = () => {};
