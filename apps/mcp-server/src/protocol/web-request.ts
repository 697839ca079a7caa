import type { FastifyReply, FastifyRequest } from 'fastify';

/** What the protocol reads; credentials in particular end at this server. */
const PASSED_ON = /^(?:accept|content-type|last-event-id|mcp-.*)$/;

/**
 * The web `Request` of a request whose body is parsed already and passed beside it. Its signal
 * aborts when the client goes before the answer is complete.
 */
export function toWebRequest(request: FastifyRequest, reply: FastifyReply): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    if (PASSED_ON.test(name) && value !== undefined) headers.set(name, [value].flat().join(', '));
  const abort = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) abort.abort();
  });
  return new Request(`http://localhost${request.url}`, {
    method: request.method,
    headers,
    signal: abort.signal,
  });
}
