import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { entryText } from '../../entry-text.ts';
import { addCommand, type JsonOption } from '../../options.ts';

export function addEntryGet(parent: Command, context: Context): void {
  addCommand(parent, 'get <id>', 'Show an entry').action(
    async (id: string, { json = false }: JsonOption) => {
      const { client } = await context.session();
      const entry = await client.entries.get(id);
      context.output.result(json, entry, (paint) => entryText(entry, paint));
    },
  );
}
