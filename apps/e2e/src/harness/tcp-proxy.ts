import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP proxy before a real server, which a test can make silent. */
export interface TcpProxy {
  readonly port: number;
  /** Nothing goes through any more, in either direction; connections stay open. */
  silence(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function startTcpProxy(host: string, port: number): Promise<TcpProxy> {
  let silent = false;
  const sockets = new Set<Socket>();
  const join = (from: Socket, to: Socket): void => {
    from.pipe(to);
    sockets.add(from);
    if (silent) from.pause();
    from.on('error', () => to.destroy());
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  };
  const server = createServer((client) => {
    const upstream = connect(port, host);
    join(client, upstream);
    join(upstream, client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    silence() {
      silent = true;
      for (const socket of sockets) socket.pause();
    },
    mend() {
      silent = false;
      for (const socket of sockets) socket.resume();
    },
    async close() {
      const closed = once(server.close(), 'close');
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
