import type { Socket } from 'node:net';
import { FrontendMessages, type FrontendMessage } from './frontend-messages.ts';
import { AWAITS_ANSWER, type Session } from './session.ts';

/** As idle_in_transaction_session_timeout does it: everybody else waits meanwhile. */
const LONGEST_IDLE_TURN_MS = 30_000;

/** One connection to embedded Postgres. */
export class Client {
  readonly #socket: Socket;
  readonly #session: Session;
  readonly #incoming = new FrontendMessages();
  readonly #statements = new Set<string>();
  #unsent: Buffer[] = [];
  #work: Promise<void> = Promise.resolve();
  #gone = false;
  #idleTimer: NodeJS.Timeout | undefined;
  /** Settles when the connection is closed and everything that it left open is undone. */
  readonly closed: Promise<void>;

  constructor(socket: Socket, session: Session) {
    this.#socket = socket;
    this.#session = session;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    // 'close' follows.
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#gone = true;
        clearTimeout(this.#idleTimer);
        resolve(this.#work.then(() => session.leave(this, this.#statements)));
      });
    });
  }

  disconnect(): void {
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    try {
      for (const message of this.#incoming.push(chunk)) this.#accept(message);
    } catch {
      // Not a Postgres client: there is nothing to say that it would understand.
      this.#socket.destroy();
    }
  }

  #accept(message: FrontendMessage): void {
    if (message.kind === 'encryption-request') {
      this.#socket.write('N');
    } else if (message.kind === 'cancel-request') {
      // The engine cannot be interrupted.
      this.#socket.destroy();
    } else if (message.kind === 'startup') {
      this.#then(() => this.#session.start(this, message.bytes, this.#send));
    } else if (message.type === 'X') {
      this.#then(async () => this.#socket.end());
    } else {
      this.#noteStatement(message.type, message.bytes);
      this.#unsent.push(message.bytes);
      if (AWAITS_ANSWER.has(message.type)) this.#flush(message.type);
    }
  }

  #flush(lastType: string): void {
    const bytes = Buffer.concat(this.#unsent);
    this.#unsent = [];
    this.#then(async () => {
      clearTimeout(this.#idleTimer);
      const holds = await this.#session.run(this, bytes, lastType, this.#send);
      if (holds && !this.#gone) this.#limitIdleness();
    });
  }

  /** In the order of arrival; nothing of a client that is gone is begun. */
  #then(step: () => Promise<unknown>): void {
    this.#work = this.#after(this.#work, step);
  }

  async #after(earlier: Promise<void>, step: () => Promise<unknown>): Promise<void> {
    await earlier;
    if (this.#gone) return;
    try {
      await step();
    } catch {
      this.#socket.destroy();
    }
  }

  #noteStatement(type: string, bytes: Buffer): void {
    if (type !== 'P') return;
    const name = bytes.toString('utf8', 5, bytes.indexOf(0, 5));
    if (name !== '') this.#statements.add(name);
  }

  #limitIdleness(): void {
    this.#idleTimer = setTimeout(() => {
      this.#socket.end(idleInTransaction());
      this.#socket.destroySoon();
    }, LONGEST_IDLE_TURN_MS);
    this.#idleTimer.unref();
  }

  readonly #send = (bytes: Uint8Array): void => {
    if (this.#socket.writable) this.#socket.write(bytes);
  };
}

/** ErrorResponse 25P03, what Postgres sends before it hangs up on an idle transaction. */
function idleInTransaction(): Buffer {
  const fields = [
    'SFATAL',
    'VFATAL',
    'C25P03',
    'Mterminating connection due to idle-in-transaction timeout',
  ];
  const body = Buffer.from(`${fields.join('\0')}\0\0`);
  const head = Buffer.alloc(5, 'E');
  head.writeUInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}
