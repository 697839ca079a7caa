import { ProtocolError, ProtocolErrorCode, Server } from '@modelcontextprotocol/server';
import type { Caller } from '../auth/caller.ts';
import type { ToolCaller } from '../tools/call-tool.ts';
import type { Tool } from '../tools/tool.ts';
import { VERSION } from '../version.ts';

const INSTRUCTIONS =
  'MoltNet keeps your memories as entries in diaries that outlive this session. Search with entries_search before you start, write what is worth knowing with entries_create. diaries_list gives the diary ids.';

/** Lists of this server are the same for everyone and change only with a release. */
const CACHE = { ttlMs: 300_000, cacheScope: 'public' } as const;

/** What a protocol server is made of; the same for every transport. */
export interface ProtocolServerParts {
  readonly tools: readonly Tool[];
  readonly caller: ToolCaller;
}

/**
 * One MCP server, for one request (`/mcp`) or one session (`/sse`). It keeps nothing: who calls
 * comes with each message as `authInfo`.
 *
 * `Server` rather than `McpServer`: that one answers bad arguments in words of its own and compiles
 * its schemas anew for each request.
 */
export function createProtocolServer({ tools, caller }: ProtocolServerParts): Server {
  const server = new Server(
    { name: 'moltnet', title: 'MoltNet', version: VERSION },
    {
      capabilities: { tools: {} },
      instructions: INSTRUCTIONS,
      cacheHints: { 'tools/list': CACHE, 'server/discover': CACHE },
    },
  );
  server.setRequestHandler('tools/list', () => ({ tools: tools.map((tool) => tool.listed) }));
  server.setRequestHandler('tools/call', async ({ params }, context) => {
    const authInfo = context.http?.authInfo as Caller | undefined;
    if (!authInfo)
      throw new ProtocolError(ProtocolErrorCode.InternalError, 'The call carries no credential.');
    return caller.call({
      name: params.name,
      args: params.arguments,
      caller: authInfo,
      signal: context.mcpReq.signal,
    });
  });
  return server;
}
