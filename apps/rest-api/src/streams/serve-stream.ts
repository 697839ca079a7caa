import { setTimeout as sleep } from 'node:timers/promises';
import { normalizeIP } from '@fastify/rate-limit';
import type { TokenVerifier } from '@moltnet/auth';
import { bearerToken } from '@moltnet/auth/fastify';
import { Problem } from '@moltnet/contract';
import type { EventSource } from '@moltnet/diary';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EventStream } from './event-stream.ts';
import type { OpenStreams } from './open-streams.ts';

/** How often it is asked whether the caller may still listen. */
const RECHECK_MS = 3_000;
/** So long a stream goes on while nobody can tell. */
const UNDECIDED_MS = 30_000;

export interface StreamDependencies {
  readonly streams: OpenStreams;
  readonly tokenVerifier: Pick<TokenVerifier, 'verify'>;
}

/**
 * Answers a request with what `open` gives, event by event, until the client hangs up, may not listen
 * any more, is too slow, or this process stops.
 * @param named - the event name of a message
 */
export async function serveStream<Data>(
  { streams, tokenVerifier }: StreamDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  open: (lastEventId: number | undefined) => Promise<EventSource<Data>>,
  named: (data: Data) => string,
): Promise<void> {
  const giveBack = streams.take({
    name: request.principal?.identityId ?? normalizeIP(request.ip),
    anonymous: request.principal === null,
  });
  try {
    const source = await open(lastEventId(request));
    const stream = new EventStream(reply, source.position);
    streams.add(stream);
    const watching = watch(stream, async () => {
      // The token as well as the permission: a credential that was revoked ends its streams.
      const token = request.principal === null ? null : bearerToken(request.raw);
      if (token !== null) await tokenVerifier.verify(token);
      return source.isAllowed();
    });
    try {
      const end = await source.run(
        (events) => stream.send(events.map(({ id, data }) => ({ id, event: named(data), data }))),
        stream.signal,
      );
      if (end !== undefined) stream.end(end);
    } catch (error) {
      request.log.warn({ err: error }, 'a stream broke off');
      stream.end('error');
    }
    await watching;
  } finally {
    giveBack();
  }
}

function lastEventId({ headers }: FastifyRequest): number | undefined {
  const id = headers['last-event-id'];
  return typeof id === 'string' && id !== '' ? Number(id) : undefined;
}

/** Ends the stream within seconds once its caller may not listen any more. */
async function watch(stream: EventStream, isAllowed: () => Promise<boolean>): Promise<void> {
  let decidedAt = performance.now();
  while (!stream.signal.aborted) {
    await sleep(RECHECK_MS, undefined, { signal: stream.signal, ref: false }).catch(
      () => undefined,
    );
    if (stream.signal.aborted) return;
    try {
      if (!(await isAllowed())) stream.end('access_ended');
      decidedAt = performance.now();
    } catch (error) {
      if (isRefusal(error)) stream.end('access_ended');
      else if (performance.now() - decidedAt > UNDECIDED_MS) stream.end('undecided');
    }
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Problem && error.status < 500;
}
