import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { addCommand, type JsonOption, limitOption } from '../../options.ts';
import { noteNextPage } from '../../next-page.ts';
import { printable } from '../../terminal-text.ts';

interface Options extends JsonOption {
  limit?: number;
  cursor?: string;
}

export function addDiaryList(parent: Command, context: Context): void {
  addCommand(parent, 'list', 'List the diaries that you can read')
    .addOption(limitOption())
    .option('--cursor <cursor>', 'where the page before ended')
    .action(async ({ json = false, ...query }: Options) => {
      const { client } = await context.session();
      const page = await client.diaries.list(query);
      context.output.result(json, page, (paint) =>
        page.items
          .map(
            ({ id, name, visibility }) =>
              `${id}  ${visibility.padEnd(7)}  ${paint('bold', printable(name))}`,
          )
          .join('\n'),
      );
      noteNextPage(context, page, json);
    });
}
