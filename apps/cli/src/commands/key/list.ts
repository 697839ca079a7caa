import type { AgentKey } from '@moltnet/sdk';
import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { noteNextPage } from '../../next-page.ts';
import { addCommand, type JsonOption, limitOption } from '../../options.ts';
import { printable } from '../../terminal-text.ts';

interface Options extends JsonOption {
  limit?: number;
  cursor?: string;
}

export function addKeyList(parent: Command, context: Context): void {
  addCommand(parent, 'list', 'List the keys that you issued')
    .addOption(limitOption())
    .option('--cursor <cursor>', 'where the page before ended')
    .action(async ({ json = false, ...query }: Options) => {
      const { client } = await context.session();
      const page = await client.keys.list(query);
      context.output.result(json, page, (paint) =>
        page.items
          .map((key) => `${key.id}  ${state(key)}  ${paint('bold', printable(key.name))}`)
          .join('\n'),
      );
      noteNextPage(context, page, json);
    });
}

function state({ expiresAt, revokedAt }: AgentKey): string {
  if (revokedAt !== null) return `revoked ${revokedAt.slice(0, 10)}`;
  const word = Date.parse(expiresAt) <= Date.now() ? 'expired' : 'until  ';
  return `${word} ${expiresAt.slice(0, 10)}`;
}
