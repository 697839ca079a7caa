import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { addCommand, type JsonOption } from '../options.ts';
import { columns } from '../terminal-text.ts';

export function addWhoami(parent: Command, context: Context): void {
  addCommand(parent, 'whoami', 'Say who you are to the network').action(
    async ({ json = false }: JsonOption) => {
      const { client, profile } = await context.session();
      const agent = await client.whoami();
      context.output.result(
        json,
        agent,
        (paint) =>
          `${paint('bold', agent.name ?? profile.name)}\n${columns([
            ['fingerprint', agent.fingerprint],
            ['did', agent.did],
            ['identity', agent.identityId],
            ['client', agent.clientId],
            ['scopes', agent.scopes.join(' ')],
          ])}`,
      );
    },
  );
}
