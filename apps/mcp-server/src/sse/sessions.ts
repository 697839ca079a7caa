import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import type { Server, Transport } from '@modelcontextprotocol/server';
import { Problem } from '@moltnet/contract';
import type { ServerResponse } from 'node:http';

/** A stream of the older HTTP+SSE transport and the agent that opened it. */
interface Session {
  readonly subject: string;
  readonly transport: SSEServerTransport;
  readonly response: ServerResponse;
  readonly idle: NodeJS.Timeout;
}

export interface SseSessionsOptions {
  /** Sessions that may be open at once, and how many of them one agent may have. */
  readonly max: number;
  readonly maxPerSubject: number;
  /** A session without a message for so long is closed. */
  readonly idleMs: number;
  /** How often a comment keeps proxies from cutting a silent stream. */
  readonly keepAliveMs: number;
}

/** Bytes that a client has not read; beyond them it is taken for dead. */
const MAX_UNREAD = 8 * 1024 * 1024;

/**
 * The sessions of `/sse` (MCP 2024-11-05). That transport cannot do without a session in this
 * process: a deploy drops them, and clients reconnect. Everything newer uses `/mcp`, which has none.
 */
export class SseSessions {
  readonly #sessions = new Map<string, Session>();
  readonly #options: SseSessionsOptions;
  readonly #keepAlive: NodeJS.Timeout;

  constructor(options: SseSessionsOptions) {
    this.#options = options;
    this.#keepAlive = setInterval(() => this.#tick(), options.keepAliveMs).unref();
  }

  /**
   * Makes sure that `subject` may open another session.
   * @throws Problem SERVICE_UNAVAILABLE or RATE_LIMIT_EXCEEDED when it may not
   */
  admit(subject: string): void {
    if (this.#sessions.size >= this.#options.max)
      throw new Problem('SERVICE_UNAVAILABLE', 'Too many SSE sessions are open. Use /mcp.', {
        retryAfter: 30,
      });
    const own = [...this.#sessions.values()].filter((session) => session.subject === subject);
    if (own.length >= this.#options.maxPerSubject)
      throw new Problem('RATE_LIMIT_EXCEEDED', 'You have too many open SSE sessions. Use /mcp.', {
        retryAfter: 30,
      });
  }

  /** Starts a session on `response`, whose headers may be set but not sent. */
  async open(subject: string, response: ServerResponse, server: Server): Promise<void> {
    const transport = new SSEServerTransport('/messages', response);
    const id = transport.sessionId;
    const idle = setTimeout(() => void transport.close(), this.#options.idleMs).unref();
    this.#sessions.set(id, { subject, transport, response, idle });
    response.once('close', () => {
      clearTimeout(idle);
      this.#sessions.delete(id);
    });
    // Both packages declare the same wire types, each with its own `MessageExtraInfo`.
    await server.connect(transport as unknown as Transport);
  }

  /**
   * The transport of a session, whose idle time starts anew.
   * @throws Problem NOT_FOUND for a session that is gone or another's
   */
  find(id: string | undefined, subject: string): SSEServerTransport {
    const session = id === undefined ? undefined : this.#sessions.get(id);
    if (session?.subject !== subject)
      throw new Problem('NOT_FOUND', 'There is no such session. Open one with GET /sse.');
    session.idle.refresh();
    return session.transport;
  }

  /** Ends every stream; what is being called is aborted. */
  async close(): Promise<void> {
    clearInterval(this.#keepAlive);
    await Promise.all([...this.#sessions.values()].map(({ transport }) => transport.close()));
  }

  #tick(): void {
    for (const { response, transport } of this.#sessions.values()) {
      if (response.writableLength > MAX_UNREAD) {
        response.destroy();
        void transport.close();
      } else response.write(': keep-alive\n\n');
    }
  }
}
