import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

/** Bytes that a client may leave unread, and for how long it may leave some, before it is cut. */
const MOST_UNREAD = 256 * 1024;
const PATIENCE_MS = 20_000;
/** How soon a client comes back, in milliseconds. */
const RETRY_MS = 2_000;
/** Less than the idle timeouts of proxies; also what finds a client out that is gone. */
const HEARTBEAT_MS = 15_000;

/** One message of a stream (HTML Living Standard, "Server-sent events"). */
export interface StreamMessage {
  readonly id?: number;
  readonly event?: string;
  /** JSON has no line breaks of its own, so it is one `data:` line. */
  readonly data?: unknown;
}

/**
 * Server-sent events over one response, which this takes over from Fastify, and with it from the
 * time limit of answers.
 */
export class EventStream {
  readonly #raw: ServerResponse;
  readonly #ended = new AbortController();
  readonly #heartbeat: NodeJS.Timeout;

  /** @param position - what the client is to go on from before the first event */
  constructor(reply: FastifyReply, position: number) {
    reply.hijack();
    this.#raw = reply.raw;
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) this.#raw.setHeader(name, value);
    }
    this.#raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // nginx would keep events until its buffer is full.
      'x-accel-buffering': 'no',
    });
    this.#raw.on('error', () => this.cut());
    this.#raw.once('close', () => this.#ended.abort());
    this.#raw.write(`retry: ${RETRY_MS}\nid: ${position}\n\n`);
    this.#heartbeat = setInterval(() => this.#write(':\n\n'), HEARTBEAT_MS);
    this.#heartbeat.unref();
    this.#ended.signal.addEventListener('abort', () => clearInterval(this.#heartbeat));
  }

  /** Aborts when the stream has ended, whoever ended it. */
  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  /** Sends messages, and waits until the client has room for more; one that never has is cut. */
  async send(messages: readonly StreamMessage[]): Promise<void> {
    if (this.#write(messages.map(text).join(''))) return;
    const patience = AbortSignal.any([this.signal, AbortSignal.timeout(PATIENCE_MS)]);
    await once(this.#raw, 'drain', { signal: patience }).catch(() => this.cut());
  }

  /** Says why it ends, and ends it; the client comes back by itself unless the reason forbids. */
  end(reason: string): void {
    if (this.signal.aborted) return;
    this.#write(text({ event: 'end', data: { reason } }));
    this.#raw.end();
    this.#ended.abort();
  }

  /** Hangs up. */
  cut(): void {
    this.#ended.abort();
    this.#raw.destroy();
  }

  /** @returns whether there is room for more */
  #write(chunk: string): boolean {
    if (this.signal.aborted) return true;
    const room = this.#raw.write(chunk);
    if (this.#raw.writableLength > MOST_UNREAD) this.cut();
    return room;
  }
}

function text({ id, event, data }: StreamMessage): string {
  const lines = [
    ...(id === undefined ? [] : [`id: ${id}`]),
    ...(event === undefined ? [] : [`event: ${event}`]),
    ...(data === undefined ? [] : [`data: ${JSON.stringify(data)}`]),
  ];
  return `${lines.join('\n')}\n\n`;
}
