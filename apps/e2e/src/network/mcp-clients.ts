import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport as OldHttpTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

/** What a test wants of an official client, whichever generation it is. */
export interface McpClient {
  listTools(): Promise<{ name: string }[]>;
  call(name: string, args?: Record<string, unknown>): Promise<ToolResult>;
  close(): Promise<void>;
}

export interface ToolResult {
  readonly isError: boolean;
  readonly structuredContent: Record<string, unknown>;
  readonly text: string;
}

const INFO = { name: 'e2e', version: '1.0.0' };
type Headers = Record<string, string>;

/** Every client and way that an agent may come by. */
export const CLIENTS: Record<
  string,
  (url: string, headers: Headers, query?: string) => Promise<McpClient>
> = {
  'client 2.x, 2026-07-28': (url, headers, query = '') =>
    current(`${url}/mcp${query}`, headers, { mode: { pin: '2026-07-28' } }),
  'client 2.x, 2025 protocol': (url, headers, query = '') =>
    current(`${url}/mcp${query}`, headers, { mode: 'legacy' }),
  'sdk 1.x, Streamable HTTP': (url, headers, query = '') =>
    former(new OldHttpTransport(new URL(`${url}/mcp${query}`), { requestInit: { headers } })),
  'sdk 1.x, HTTP+SSE': (url, headers, query = '') =>
    former(new SSEClientTransport(new URL(`${url}/sse${query}`), { requestInit: { headers } })),
};

type Negotiation = NonNullable<
  NonNullable<ConstructorParameters<typeof Client>[1]>['versionNegotiation']
>;

async function current(
  url: string,
  headers: Headers,
  versionNegotiation: Negotiation,
): Promise<McpClient> {
  const client = new Client(INFO, { versionNegotiation });
  await client.connect(
    new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }),
  );
  return {
    listTools: async () => (await client.listTools()).tools,
    call: async (name, args = {}) => resultOf(await client.callTool({ name, arguments: args })),
    close: () => client.close(),
  };
}

async function former(transport: SSEClientTransport | OldHttpTransport): Promise<McpClient> {
  const client = new OldClient(INFO);
  // The SDK's own types disagree under exactOptionalPropertyTypes.
  await client.connect(transport as unknown as Parameters<typeof client.connect>[0]);
  return {
    listTools: async () => (await client.listTools()).tools,
    call: async (name, args = {}) => resultOf(await client.callTool({ name, arguments: args })),
    close: () => client.close(),
  };
}

function resultOf(result: object): ToolResult {
  const { isError, structuredContent, content } = result as {
    isError?: boolean;
    structuredContent?: Record<string, unknown>;
    content?: { text?: string }[];
  };
  return {
    isError: isError === true,
    structuredContent: structuredContent ?? {},
    text: content?.[0]?.text ?? '',
  };
}
