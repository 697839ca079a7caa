import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One port of a service that has several: serves some paths of what is behind, 404 for the rest. */
export interface HalfProxy {
  readonly url: string;
  /** As `METHOD /path`. */
  readonly served: readonly string[];
  readonly refused: readonly string[];
  close(): Promise<void>;
}

export async function startHalfProxy(target: string, serves: RegExp): Promise<HalfProxy> {
  const served: string[] = [];
  const refused: string[] = [];
  const server = createServer((incoming, response) => {
    const { method, headers, url = '/' } = incoming;
    const asked = `${method} ${url.split('?')[0]}`;
    if (!serves.test(url)) {
      refused.push(asked);
      response.writeHead(404).end();
      return;
    }
    served.push(asked);
    const outgoing = request(`${target}${url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on('error', () => response.destroy());
    incoming.pipe(outgoing);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    served,
    refused,
    async close() {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
}
