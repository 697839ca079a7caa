import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { addCommand, type JsonOption } from '../../options.ts';
import { issuedKeyText } from './key-text.ts';

export function addKeyRotate(parent: Command, context: Context): void {
  addCommand(parent, 'rotate <id>', 'Replace the secret of a key').action(
    async (id: string, { json = false }: JsonOption) => {
      const { client } = await context.session();
      const issued = await client.keys.rotate(id);
      context.output.result(json, issued, (paint) => issuedKeyText(paint, 'Rotated', issued));
      context.output.note('The secret is shown only now');
    },
  );
}
