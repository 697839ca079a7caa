import { createMcpHandler, type McpRequestContext } from '@modelcontextprotocol/server';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { INVALID_REQUEST, jsonRpcError } from '../../protocol/json-rpc.ts';
import { createProtocolServer } from '../../protocol/server.ts';
import { toWebRequest } from '../../protocol/web-request.ts';
import { selectTools } from '../../tools/registry.ts';

/** Messages in one body. Only clients of 2025-03-26 batch, and they send a few at a time. */
const MAX_BATCH = 20;

/**
 * `/mcp`: protocol 2026-07-28, and Streamable HTTP of 2025-11-25 and before without sessions. Each
 * request gets a server of its own, so any process can answer it; `?toolsets=` says with which tools.
 */
export function mcpRoute(app: FastifyInstance, context: Context): void {
  const serverFor = ({ requestInfo }: McpRequestContext) => {
    const { searchParams } = new URL(requestInfo?.url ?? 'http://localhost');
    const tools = selectTools({ toolsets: searchParams.getAll('toolsets') });
    return createProtocolServer(tools, context.toolCaller);
  };
  const handler = createMcpHandler(serverFor, {
    onerror: (error) => context.logger.debug({ err: error }, 'mcp request refused'),
    // Lists change only with a release: there is nothing to subscribe to, and no stream to hold.
    maxSubscriptions: 0,
  });
  app.addHook('onClose', () => handler.close());

  app.route({
    method: ['GET', 'POST', 'DELETE'],
    url: '/mcp',
    handler: async (request, reply) => {
      const { body } = request;
      // Here, where a set that does not exist is a problem in our words.
      selectTools(request.query);
      if (Array.isArray(body) && body.length > MAX_BATCH)
        return reply.code(400).send(jsonRpcError(INVALID_REQUEST, `At most ${MAX_BATCH} a batch`));
      const response = await handler.fetch(toWebRequest(request, reply), {
        authInfo: callerOf(request),
        parsedBody: body,
      });
      if (response.status === 405) reply.header('allow', 'POST');
      return reply.send(response);
    },
  });
}
