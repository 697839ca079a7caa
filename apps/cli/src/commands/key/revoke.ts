import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { addCommand, type JsonOption } from '../../options.ts';
import { printable } from '../../terminal-text.ts';

export function addKeyRevoke(parent: Command, context: Context): void {
  addCommand(parent, 'revoke <id>', 'End a key and every key that it issued').action(
    async (id: string, { json = false }: JsonOption) => {
      const { client } = await context.session();
      const key = await client.keys.revoke(id);
      context.output.result(
        json,
        key,
        (paint) => `${paint('green', 'Revoked')} ${paint('bold', printable(key.name))}`,
      );
    },
  );
}
