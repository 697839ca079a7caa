import type { PGlite } from '@electric-sql/pglite';
import { Turns, type Waiter } from './turns.ts';

/** Messages that end with ReadyForQuery: query, sync, function call. */
const ENDS_EXCHANGE = new Set(['Q', 'S', 'F']);
/** Messages after which a client waits for an answer: those, and flush. */
export const AWAITS_ANSWER = new Set([...ENDS_EXCHANGE, 'H']);

const SYNC = Buffer.from([0x53, 0, 0, 0, 4]);

/**
 * The one backend session of PGlite, shared as a transaction-pooling proxy shares one: a client
 * has it from its first message until the backend is ready for the next query outside a
 * transaction. Handing it over any earlier would mix up what belongs to an exchange and has no
 * name: the unnamed statement, the unnamed portal, and "skip until Sync" after an error.
 */
export class Session {
  readonly #engine: PGlite;
  readonly #turns = new Turns();
  #midExchange = false;

  constructor(engine: PGlite) {
    this.#engine = engine;
  }

  /**
   * Runs messages that arrived together, the last of which has the given type.
   * @returns whether the client still has the session
   */
  async run(
    client: Waiter,
    messages: Buffer,
    lastType: string,
    onOutput: (bytes: Uint8Array) => void,
  ): Promise<boolean> {
    await this.#turns.take(client);
    await this.#execute(messages, onOutput);
    this.#midExchange = !ENDS_EXCHANGE.has(lastType);
    if (this.#midExchange || this.#engine.isInTransaction()) return true;
    this.#turns.end(client);
    return false;
  }

  /** Runs the startup message of a connection. */
  async start(
    client: Waiter,
    message: Buffer,
    onOutput: (bytes: Uint8Array) => void,
  ): Promise<void> {
    await this.#turns.take(client);
    await this.#execute(message, onOutput);
    this.#turns.end(client);
  }

  /**
   * Undoes what a client that is gone left open, and forgets its prepared statements, which would
   * otherwise stay in the session for good.
   */
  async leave(client: Waiter, statements: Iterable<string>): Promise<void> {
    await this.#turns.take(client);
    try {
      if (this.#midExchange) await this.#execute(SYNC, ignore);
      this.#midExchange = false;
      if (this.#engine.isInTransaction()) await this.#engine.exec('ROLLBACK');
      const closes = Array.from(statements, closeStatement);
      if (closes.length > 0) await this.#execute(Buffer.concat([...closes, SYNC]), ignore);
    } finally {
      this.#turns.end(client);
    }
  }

  /** A statement of our own, between those of the clients. */
  async query<Row>(statement: string): Promise<Row[]> {
    const self = {};
    await this.#turns.take(self);
    try {
      return (await this.#engine.query<Row>(statement)).rows;
    } finally {
      this.#turns.end(self);
    }
  }

  async #execute(bytes: Buffer, onOutput: (bytes: Uint8Array) => void): Promise<void> {
    await this.#engine.runExclusive(() =>
      // The bytes handed out are a view of the engine's memory and change with its next step.
      this.#engine.execProtocolRawStream(bytes, {
        onRawData: (output) => onOutput(Uint8Array.from(output)),
      }),
    );
  }
}

function closeStatement(name: string): Buffer {
  const body = Buffer.from(`S${name}\0`);
  const head = Buffer.alloc(5, 'C');
  head.writeUInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}

function ignore(): void {}
