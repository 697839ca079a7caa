import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What befalls a request on its way:
 * - `refuse`: 503, it never arrives
 * - `reject`: 400, it never arrives
 * - `lose`: it arrives and takes effect, the answer is lost
 * - `delay`: it arrives and takes effect after the caller has given up (`lateMs`)
 */
export type Fault = 'refuse' | 'reject' | 'lose' | 'delay';

/** Decides by method and path, such as `POST /admin/identities`; `undefined` lets it pass. */
export type Rule = (request: string) => Fault | undefined | Promise<Fault | undefined>;

/** Stands between the code and its upstream, and lets happen what networks do. */
export interface FaultyProxy {
  readonly url: string;
  rule: Rule;
  stop(): Promise<void>;
}

export const pass: Rule = () => undefined;

export async function startFaultyProxy(upstream: string, lateMs: number): Promise<FaultyProxy> {
  const underWay = new Set<Promise<unknown>>();
  const proxy = { rule: pass };
  const server = createServer((request, response) => {
    const done = handle(request, response).catch(() => response.destroy());
    underWay.add(done);
    void done.finally(() => underWay.delete(done));
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = (request.url ?? '').split('?', 1)[0];
    const fault = await proxy.rule(`${request.method} ${path}`);
    if (fault === 'refuse' || fault === 'reject') {
      response.writeHead(fault === 'refuse' ? 503 : 400, { 'content-type': 'application/json' });
      response.end('{"error":{"message":"injected"}}');
      return;
    }
    if (fault === 'delay') await new Promise((resolve) => setTimeout(resolve, lateMs));
    const answer = await forward(request, Buffer.concat(chunks));
    if (fault === 'lose') {
      response.destroy();
      return;
    }
    const body = Buffer.from(await answer.arrayBuffer());
    response.writeHead(answer.status, {
      'content-type': answer.headers.get('content-type') ?? 'application/json',
    });
    response.end(body);
  }

  function forward({ method = 'GET', url = '/', headers }: IncomingMessage, body: Buffer) {
    const kept = ['authorization', 'content-type', 'accept'] as const;
    return fetch(`${upstream}${url}`, {
      method,
      headers: kept.flatMap((name) => (headers[name] ? [[name, headers[name]] as const] : [])),
      ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
    });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(proxy, {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      await Promise.all(underWay);
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  });
}
