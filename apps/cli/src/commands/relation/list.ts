import type { ListRelationsQuery } from '@moltnet/sdk';
import { type Command, Option } from 'commander';
import type { Context } from '../../context.ts';
import { noteNextPage } from '../../next-page.ts';
import { addCommand, type JsonOption, limitOption, parseInteger } from '../../options.ts';
import { kindOption, statusOption } from './options.ts';
import { relationText } from './relation-text.ts';

type Options = JsonOption & ListRelationsQuery;

export function addRelationList(parent: Command, context: Context): void {
  addCommand(parent, 'list <entry-id>', 'List what an entry is to others, nearest first')
    .addOption(kindOption('only of this kind'))
    .addOption(statusOption('only in this state'))
    .addOption(
      new Option('--direction <direction>', 'which end the entry is (both)').choices([
        'as_source',
        'as_target',
        'both',
      ]),
    )
    .option('--depth <n>', 'as far as so many steps, 1–3 (1)', parseInteger)
    .addOption(limitOption())
    .option('--cursor <cursor>', 'where the page before ended')
    .action(async (entryId: string, { json = false, ...query }: Options) => {
      const { client } = await context.session();
      const page = await client.entries.relations.list(entryId, query);
      context.output.result(json, page, (paint) =>
        page.items.map((relation) => relationText(relation, paint)).join('\n'),
      );
      noteNextPage(context, page, json);
    });
}
