import type { ReceivedShare } from '@moltnet/sdk';
import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { noteNextPage } from '../../next-page.ts';
import { addCommand, type JsonOption, limitOption } from '../../options.ts';
import type { Paint } from '../../output.ts';
import { headline, minuteOf } from '../../terminal-text.ts';

interface Options extends JsonOption {
  limit?: number;
  cursor?: string;
}

export function addShareReceived(parent: Command, context: Context): void {
  addCommand(parent, 'received', 'List the entries that others show to you, newest first')
    .addOption(limitOption())
    .option('--cursor <cursor>', 'where the page before ended')
    .action(async ({ json = false, ...query }: Options) => {
      const { client } = await context.session();
      const page = await client.entries.shares.received(query);
      context.output.result(json, page, (paint) =>
        page.items.map((share) => receivedText(share, paint)).join('\n'),
      );
      noteNextPage(context, page, json);
    });
}

function receivedText({ title, entryId, sharedBy, createdAt }: ReceivedShare, paint: Paint) {
  const facts = [entryId, minuteOf(createdAt), `by ${sharedBy}`];
  const shown = title === null ? '(no title)' : headline(title);
  return `${paint('bold', shown)}\n${paint('dim', `  ${facts.join('  ')}`)}`;
}
