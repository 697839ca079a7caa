import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { addCommand, type JsonOption } from '../../options.ts';

export function addShareRevoke(parent: Command, context: Context): void {
  addCommand(
    parent,
    'revoke <entry-id> <share-id>',
    'Take a share back; a link leads nowhere',
  ).action(async (entryId: string, shareId: string, { json = false }: JsonOption) => {
    const { client } = await context.session();
    await client.entries.shares.revoke(entryId, shareId);
    context.output.result(
      json,
      { revoked: true },
      (paint) => `${paint('green', 'Revoked')} ${paint('bold', shareId)}`,
    );
  });
}
