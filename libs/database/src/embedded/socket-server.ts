import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Client } from './client.ts';
import type { Session } from './session.ts';

const MOST_CONNECTIONS = 200;

/** Speaks the Postgres wire protocol on a port for one session. */
export class SocketServer {
  readonly #server: Server;
  readonly #clients = new Set<Client>();
  #early: Socket[] = [];
  #session: Session | undefined;

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket) => {
      if (this.#session) this.#accept(socket, this.#session);
      else this.#early.push(socket);
    });
  }

  /**
   * Takes the port; who connects waits until `serve`.
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

  serve(session: Session): void {
    this.#session = session;
    for (const socket of this.#early) this.#accept(socket, session);
    this.#early = [];
  }

  /** Hangs up on everyone, rolls back what was open, and frees the port. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#early) socket.destroy();
    for (const client of this.#clients) client.disconnect();
    await Promise.all(Array.from(this.#clients, (client) => client.closed));
    await closed;
  }

  #accept(socket: Socket, session: Session): void {
    const client = new Client(socket, session);
    this.#clients.add(client);
    void client.closed.finally(() => this.#clients.delete(client));
    socket.resume();
  }
}
