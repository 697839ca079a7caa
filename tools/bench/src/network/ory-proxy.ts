import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call of the API to Ory, as it was seen on the way. */
export interface OryCall {
  readonly path: string;
  /** From its arrival here until its answer was passed on. */
  readonly milliseconds: number;
}

/** Kept until they are taken; a scenario that does not ask for them makes no more of them than this. */
const MAX_CALLS = 10_000;

/** Stands between the API and ory-local and keeps what was asked. */
export interface OryProxy {
  readonly url: string;
  /** The calls since it was last asked. */
  take(): OryCall[];
  stop(): Promise<void>;
}

/** @param oryUrl what it passes everything on to; may be told before anything listens there */
export async function startOryProxy(oryUrl: string): Promise<OryProxy> {
  let calls: OryCall[] = [];
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, outgoing) => {
    const begun = performance.now();
    const { method, headers, url = '/' } = incoming;
    const passed = request(`${oryUrl}${url}`, { method, headers, agent }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    outgoing.on('finish', () => {
      if (calls.length === MAX_CALLS) calls = [];
      calls.push({ path: url.split('?')[0] ?? '/', milliseconds: performance.now() - begun });
    });
    incoming.pipe(passed);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take() {
      const taken = calls;
      calls = [];
      return taken;
    },
    async stop() {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}
