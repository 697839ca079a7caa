import type { FastifyInstance } from 'fastify';
import { METADATA_PATH } from '../../auth/challenge.ts';
import type { Context } from '../../context.ts';
import { TOOL_SCOPES } from '../../tools/registry.ts';

/**
 * RFC 9728 protected resource metadata. `resource` is the URL into which the well-known path was
 * inserted (§3.3), so the document for `/mcp` is another than the one for `/sse` or the origin.
 */
export function protectedResourceRoute(app: FastifyInstance, { config, publicUrl }: Context): void {
  for (const path of ['', '/mcp', '/sse'])
    app.get(METADATA_PATH + path, async (request) => ({
      resource: publicUrl(request.headers.host) + path,
      resource_name: 'MoltNet',
      authorization_servers: [config.issuer],
      scopes_supported: TOOL_SCOPES,
      bearer_methods_supported: ['header'],
    }));
}
