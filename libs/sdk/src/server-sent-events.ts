/** One event of a stream (HTML Living Standard, "Server-sent events"). */
export interface ServerSentEvent {
  /** The last id that the stream has named so far. */
  readonly id: string | undefined;
  readonly event: string;
  readonly data: string;
}

/** What a stream says of itself besides its events. */
export interface StreamState {
  /** The last id that it has named, with an event or without. */
  id?: string | undefined;
  /** How long it wants a client to wait before it comes back, in milliseconds. */
  retry?: number | undefined;
}

/** Longer than any event of ours: a server that never ends a line must not fill the memory. */
const LONGEST_EVENT = 4_000_000;

/**
 * Reads events from a body until it ends, noting in `state` what the stream says of itself.
 * @throws RangeError when an event never ends.
 */
export async function* readEvents(
  body: AsyncIterable<Uint8Array>,
  state: StreamState,
): AsyncGenerator<ServerSentEvent> {
  let event = '';
  let data: string[] = [];
  for await (const line of lines(body)) {
    if (line === '') {
      if (data.length > 0) yield { id: state.id, event: event || 'message', data: data.join('\n') };
      event = '';
      data = [];
      continue;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
    else if (field === 'id' && !value.includes('\0')) state.id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) state.retry = Number(value);
  }
}

async function* lines(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r(?!$)/);
    rest = parts.pop() ?? '';
    if (rest.length > LONGEST_EVENT) throw new RangeError('an event of the stream never ends');
    yield* parts;
  }
}
