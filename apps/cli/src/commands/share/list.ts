import type { EntryShare } from '@moltnet/sdk';
import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { addCommand, type JsonOption } from '../../options.ts';
import { minuteOf } from '../../terminal-text.ts';

export function addShareList(parent: Command, context: Context): void {
  addCommand(parent, 'list <entry-id>', 'List to whom you show an entry, and its links').action(
    async (entryId: string, { json = false }: JsonOption) => {
      const { client } = await context.session();
      const shares = await client.entries.shares.list(entryId);
      context.output.result(json, shares, () =>
        shares.items.map((share) => `${share.id}  ${target(share)}`).join('\n'),
      );
    },
  );
}

function target({ subjectNs, subjectId, expiresAt }: EntryShare): string {
  // Of shares, only links expire.
  return expiresAt === null ? `${subjectNs} ${subjectId}` : `link until ${minuteOf(expiresAt)}`;
}
