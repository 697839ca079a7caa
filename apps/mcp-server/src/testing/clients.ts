import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport as OldHttpTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

/** What tests want of a client, whichever generation it is. */
export interface TestClient {
  /** The protocol revision that the two agreed on; HTTP+SSE does not tell. */
  readonly revision: string | undefined;
  listTools(): Promise<{ name: string; inputSchema: object }[]>;
  callTool(name: string, args?: Record<string, unknown>): Promise<CallResult>;
  /** Addresses of the resources, and of the templates. */
  listResources(): Promise<string[]>;
  /** The text of a resource. */
  read(uri: string): Promise<string>;
  /** The text that a prompt gives. */
  prompt(name: string, args: Record<string, string>): Promise<string>;
  close(): Promise<void>;
}

export interface CallResult {
  readonly isError?: boolean | undefined;
  readonly content: unknown;
  readonly structuredContent?: unknown;
}

type Headers = Record<string, string>;
const INFO = { name: 'test', version: '1.0.0' };

/** The client of today, held to one protocol era. */
export async function connect(
  url: string,
  headers: Headers,
  era: 'modern' | 'legacy' = 'modern',
  query = '',
): Promise<TestClient> {
  const client = new Client(INFO, {
    versionNegotiation: { mode: era === 'modern' ? { pin: '2026-07-28' } : 'legacy' },
  });
  const transport = new StreamableHTTPClientTransport(new URL(`${url}/mcp${query}`), {
    requestInit: { headers },
  });
  await client.connect(transport);
  return {
    revision: client.getNegotiatedProtocolVersion(),
    listTools: async () => (await client.listTools()).tools,
    callTool: (name, args = {}) => client.callTool({ name, arguments: args }),
    async listResources() {
      const { resources } = await client.listResources();
      const { resourceTemplates } = await client.listResourceTemplates();
      return [
        ...resources.map(({ uri }) => uri),
        ...resourceTemplates.map(({ uriTemplate }) => uriTemplate),
      ];
    },
    read: async (uri) => textOf((await client.readResource({ uri })).contents[0]),
    prompt: async (name, args) =>
      textOf((await client.getPrompt({ name, arguments: args })).messages[0]?.content),
    close: () => client.close(),
  };
}

/** The client of the generation before, over Streamable HTTP or over HTTP+SSE. */
export async function connectOld(
  url: string,
  headers: Headers,
  over: 'mcp' | 'sse',
  query = '',
): Promise<TestClient> {
  const client = new OldClient(INFO);
  const requestInit = { headers };
  const transport =
    over === 'sse'
      ? new SSEClientTransport(new URL(`${url}/sse${query}`), { requestInit })
      : new OldHttpTransport(new URL(`${url}/mcp${query}`), { requestInit });
  // The SDK's own types disagree under exactOptionalPropertyTypes.
  await client.connect(transport as unknown as Parameters<typeof client.connect>[0]);
  return {
    revision: 'protocolVersion' in transport ? transport.protocolVersion : undefined,
    listTools: async () => (await client.listTools()).tools,
    callTool: async (name, args = {}) => {
      const result = await client.callTool({ name, arguments: args });
      return { ...result, isError: result.isError === true, content: result.content };
    },
    async listResources() {
      const { resources } = await client.listResources();
      const { resourceTemplates } = await client.listResourceTemplates();
      return [
        ...resources.map(({ uri }) => uri),
        ...resourceTemplates.map(({ uriTemplate }) => uriTemplate),
      ];
    },
    read: async (uri) => textOf((await client.readResource({ uri })).contents[0]),
    prompt: async (name, args) =>
      textOf((await client.getPrompt({ name, arguments: args })).messages[0]?.content),
    close: () => client.close(),
  };
}

function textOf(content: object | undefined): string {
  return content !== undefined && 'text' in content ? String(content.text) : '';
}
