import type { EntryType, ListEntriesQuery } from '@moltnet/sdk';
import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { entrySummary } from '../../entry-text.ts';
import { findDiary } from '../../find-diary.ts';
import { noteNextPage } from '../../next-page.ts';
import {
  addCommand,
  diaryOption,
  type JsonOption,
  limitOption,
  tagsOption,
  typeOption,
} from '../../options.ts';

interface Options extends JsonOption {
  diary?: string;
  tags?: string[];
  type?: EntryType;
  limit?: number;
  cursor?: string;
}

export function addEntryList(parent: Command, context: Context): void {
  addCommand(parent, 'list', 'List the entries of a diary, newest first')
    .addOption(diaryOption('which diary (your Private one)'))
    .addOption(tagsOption('only with all of these tags'))
    .addOption(typeOption('only of this kind'))
    .addOption(limitOption())
    .option('--cursor <cursor>', 'where the page before ended')
    .action((options: Options) => list(context, options));
}

async function list(context: Context, options: Options): Promise<void> {
  const { diary, tags, type, limit, cursor, json = false } = options;
  const session = await context.session();
  const diaryId = await findDiary(session, diary);
  const query: ListEntriesQuery = {
    ...(tags !== undefined && { tags }),
    ...(type !== undefined && { entryType: [type] }),
    ...(limit !== undefined && { limit }),
    ...(cursor !== undefined && { cursor }),
  };
  const page = await session.client.entries.list(diaryId, query);
  context.output.result(json, page, (paint) =>
    page.items.map((entry) => entrySummary(entry, paint)).join('\n'),
  );
  noteNextPage(context, page, json);
}
