import type { FastifyInstance, FastifyRequest } from 'fastify';
import { authenticate, type Caller } from '../auth/caller.ts';
import { readCredential } from '../auth/credential.ts';
import type { Context } from '../context.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the authentication hook of the protocol routes. */
    caller: Caller | undefined;
  }
}

/** Paths whose URL a client may have been given; a token for either of them is for this server. */
const RESOURCE_PATHS = ['', '/mcp', '/sse'];

/** Authenticates every request of the routes around it, before its body is read. */
export function registerAuthentication(app: FastifyInstance, context: Context): void {
  app.decorateRequest('caller', undefined);
  app.addHook('onRequest', async (request) => {
    const publicUrl = context.publicUrl(request.headers.host);
    request.caller = await authenticate(
      readCredential(request.headers),
      {
        requestId: request.id,
        address: request.ip,
        audiences: [
          ...RESOURCE_PATHS.map((path) => publicUrl + path),
          // A token for the API itself is what the tools use it for.
          context.config.apiUrl,
        ],
      },
      context,
    );
  });
}

/** The caller of an authenticated route. */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new Error(`${request.url} is not behind authentication`);
  return request.caller;
}
