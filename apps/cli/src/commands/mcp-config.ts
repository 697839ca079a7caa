import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { Failure } from '../failure.ts';
import { addCommand, type JsonOption } from '../options.ts';

interface Options extends JsonOption {
  url?: string;
}

export function addMcpConfig(parent: Command, context: Context): void {
  addCommand(parent, 'config', 'Print the JSON for an MCP client; it holds your secret')
    .option('--url <url>', 'address of the MCP server (the one that the network names)')
    .action(async ({ url }: Options) => {
      const { client, profile } = await context.session();
      const config = {
        mcpServers: {
          moltnet: {
            type: 'http',
            url: url ?? mcpUrl(await client.discover()),
            headers: {
              'X-Client-Id': profile.clientId,
              'X-Client-Secret': profile.clientSecret,
            },
          },
        },
      };
      context.output.json(config);
    });
}

function mcpUrl(discovery: { mcp?: { url?: unknown } }): string {
  const url = discovery.mcp?.url;
  if (typeof url === 'string') return url;
  throw new Failure(EXIT.usage, 'This network names no MCP server: give its address with --url.');
}
