import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { addCommand, type JsonOption } from '../../options.ts';

export function addRelationDelete(parent: Command, context: Context): void {
  addCommand(parent, 'delete <id>', 'Delete a relation; the entries stay').action(
    async (id: string, { json = false }: JsonOption) => {
      const { client } = await context.session();
      await client.entries.relations.delete(id);
      context.output.result(
        json,
        { deleted: true },
        (paint) => `${paint('green', 'Deleted')} ${paint('bold', id)}`,
      );
    },
  );
}
