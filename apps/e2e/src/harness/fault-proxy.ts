import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What is wrong with one request: `hang` never answers it, `fail` answers 500 without passing it
 * on, `lose` passes it on and drops the connection in place of the answer.
 */
export type Fault = 'hang' | 'fail' | 'lose' | undefined;

/** Which requests are broken, and how. */
export type Faults = (method: string, url: string) => Fault;

/** An HTTP proxy before a real service, in which a test breaks single requests. */
export interface FaultProxy {
  readonly url: string;
  break(faults: Faults): void;
  /** Everything gets through again; what was left hanging is dropped. */
  mend(): void;
  close(): Promise<void>;
}

const NONE: Faults = () => undefined;

/** @param target Where requests go, such as `http://127.0.0.1:4455`. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  let faults = NONE;
  const hanging = new Set<ServerResponse>();
  const server = createServer((incoming, response) => {
    const fault = faults(incoming.method ?? '', incoming.url ?? '');
    if (fault === 'hang') {
      hanging.add(response);
      return;
    }
    if (fault === 'fail') {
      incoming.resume();
      response.writeHead(500, { 'content-type': 'application/json' }).end('{"error":{}}');
      return;
    }
    pass(target, incoming, response, fault === 'lose');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const drop = (): void => {
    for (const response of hanging) response.destroy();
    hanging.clear();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    break: (next) => {
      faults = next;
    },
    mend: () => {
      faults = NONE;
      drop();
    },
    close: async () => {
      drop();
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
}

function pass(
  target: string,
  incoming: IncomingMessage,
  response: ServerResponse,
  loseAnswer: boolean,
): void {
  const { method, headers, url } = incoming;
  const outgoing = request(`${target}${url}`, { method, headers });
  outgoing.on('response', (answer) => {
    if (loseAnswer) {
      // Only when it has been carried out for sure.
      answer.resume().on('end', () => response.destroy());
      return;
    }
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  // Nobody behind: the caller's connection breaks as it would without us.
  outgoing.on('error', () => response.destroy());
  incoming.pipe(outgoing);
}
