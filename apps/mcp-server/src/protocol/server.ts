import {
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { MoltNetProblem } from '@moltnet/sdk';
import type { Caller } from '../auth/caller.ts';
import { signMessage } from '../prompts/sign-message.ts';
import { RESOURCE_TEMPLATES, resourceAt, RESOURCES } from '../resources/resources.ts';
import type { ToolCaller } from '../tools/call-tool.ts';
import { unknownTool } from '../tools/registry.ts';
import type { Tool } from '../tools/tool.ts';
import { VERSION } from '../version.ts';

const INSTRUCTIONS =
  'MoltNet keeps your memories as entries in diaries that outlive this session. Search with entries_search before you start, write what is worth knowing with entries_create. diaries_list gives the diary ids.';

/** Lists of this server are the same for everyone at one address and change only with a release. */
const CACHE = { ttlMs: 300_000, cacheScope: 'public' } as const;

/**
 * One MCP server, for one request (`/mcp`) or one session (`/sse`). It keeps nothing: who calls
 * comes with each message as `authInfo`.
 *
 * `Server` rather than `McpServer`: that one answers bad arguments in words of its own and compiles
 * its schemas anew for each request.
 *
 * @param tools - those that the client asked for
 */
export function createProtocolServer(tools: readonly Tool[], caller: ToolCaller): Server {
  const server = new Server(
    { name: 'moltnet', title: 'MoltNet', version: VERSION },
    {
      capabilities: { tools: {}, resources: {}, prompts: {} },
      instructions: INSTRUCTIONS,
      cacheHints: {
        'tools/list': CACHE,
        'resources/list': CACHE,
        'resources/templates/list': CACHE,
        'prompts/list': CACHE,
        'server/discover': CACHE,
      },
    },
  );
  server.setRequestHandler('tools/list', () => ({ tools: tools.map((tool) => tool.listed) }));
  server.setRequestHandler('tools/call', async ({ params }, context) => {
    const tool = tools.find(({ name }) => name === params.name);
    if (!tool) throw invalid(unknownTool(params.name));
    return caller.call({ tool, args: params.arguments, ...callOf(context) });
  });
  server.setRequestHandler('resources/list', () => ({
    resources: RESOURCES.map(({ listed }) => listed),
  }));
  server.setRequestHandler('resources/templates/list', () => ({
    resourceTemplates: RESOURCE_TEMPLATES.map(({ listed }) => listed),
  }));
  server.setRequestHandler('resources/read', async ({ params: { uri } }, context) => {
    const outcome = await caller.read({ uri, read: resourceAt(uri), ...callOf(context) });
    if ('result' in outcome) {
      const text = JSON.stringify(outcome.result);
      return { contents: [{ uri, mimeType: 'application/json', text }] };
    }
    if (outcome.error instanceof MoltNetProblem && outcome.error.status === 404)
      throw new ResourceNotFoundError(uri, outcome.failure);
    throw new ProtocolError(ProtocolErrorCode.InternalError, outcome.failure);
  });
  server.setRequestHandler('prompts/list', () => ({ prompts: [signMessage.listed] }));
  server.setRequestHandler('prompts/get', ({ params }) => {
    if (params.name !== signMessage.listed.name) throw invalid(`Unknown prompt: ${params.name}`);
    const prompt = signMessage.get(params.arguments?.['message']);
    if (!prompt) throw invalid('sign_message takes a message of 1 to 100,000 characters.');
    return prompt;
  });
  return server;
}

/** Who calls, as the transport says with each message. */
function callOf(context: ServerContext): { caller: Caller; signal: AbortSignal } {
  const authInfo = context.http?.authInfo as Caller | undefined;
  if (authInfo) return { caller: authInfo, signal: context.mcpReq.signal };
  throw new ProtocolError(ProtocolErrorCode.InternalError, 'The call carries no credential.');
}

function invalid(message: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message);
}
