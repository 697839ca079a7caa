import { Problem } from '@moltnet/contract';
import type { FastifyInstance } from 'fastify';
import type { AllowedOrigins } from '../network/allowed-origins.ts';
import { isLoopback } from '../network/loopback.ts';
import { hostnameOf } from '../network/public-url.ts';

/**
 * Refuses requests that a hostile web page makes a browser send: a Host that is not ours (DNS
 * rebinding) and an Origin that is not allowed (MCP 2025-11-25, "Security Warning" of Streamable
 * HTTP). Clients that are not browsers send no Origin.
 *
 * @param publicUrl - the configured origin; its host is ours besides loopback
 */
export function registerNetworkGuard(
  app: FastifyInstance,
  publicUrl: string | undefined,
  allowed: AllowedOrigins,
): void {
  const own = publicUrl === undefined ? undefined : new URL(publicUrl).hostname;
  app.addHook('onRequest', async ({ headers }) => {
    const hostname = hostnameOf(headers.host);
    if (hostname === undefined || !(hostname === own || isLoopback(hostname)))
      throw new Problem('FORBIDDEN', 'The Host header does not name this server.');
    if (headers.origin !== undefined && !allowed(headers.origin))
      throw new Problem('FORBIDDEN', 'Pages of this Origin may not call this server.');
  });
}
