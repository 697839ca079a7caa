import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import type { PGlite } from '@electric-sql/pglite';
import { Client } from './client.ts';
import { Session } from './session.ts';

const MOST_CONNECTIONS = 200;

/** Speaks the Postgres wire protocol on a port for one PGlite. */
export class SocketServer {
  readonly #server: Server;
  readonly #clients = new Set<Client>();

  private constructor(server: Server) {
    this.#server = server;
  }

  /**
   * Takes the port; connections wait until `serve`.
   * @throws the error of `listen`, for example EADDRINUSE
   */
  static async listen(host: string, port: number): Promise<SocketServer> {
    const server = createServer({ pauseOnConnect: true });
    server.maxConnections = MOST_CONNECTIONS;
    server.listen(port, host);
    await once(server, 'listening');
    return new SocketServer(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  serve(engine: PGlite): void {
    const session = new Session(engine);
    this.#server.on('connection', (socket) => {
      const client = new Client(socket, session);
      this.#clients.add(client);
      void client.closed.finally(() => this.#clients.delete(client));
      socket.resume();
    });
  }

  /** Hangs up on everyone, rolls back what was open, and frees the port. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const client of this.#clients) client.disconnect();
    await Promise.all(Array.from(this.#clients, (client) => client.closed));
    await closed;
  }
}
