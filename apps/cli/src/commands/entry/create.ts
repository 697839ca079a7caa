import { type CreateEntryInput, type EntryType, signEntryV2 } from '@moltnet/sdk';
import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { entrySummary } from '../../entry-text.ts';
import { findDiary } from '../../find-diary.ts';
import {
  addCommand,
  diaryOption,
  type JsonOption,
  parseInteger,
  tagsOption,
  typeOption,
} from '../../options.ts';
import { textArgument } from '../../text-argument.ts';

interface Options extends JsonOption {
  signed?: boolean;
  diary?: string;
  title?: string;
  tags?: string[];
  type?: EntryType;
  importance?: number;
}

export function addEntryCreate(parent: Command, context: Context): void {
  addCommand(parent, 'create <content>', 'Write an entry; content `-` is read from stdin')
    .option('--signed', 'sign it, so that anyone can verify who wrote what and when')
    .addOption(diaryOption('where to write it (your Private diary)'))
    .option('--title <title>', 'what it is about')
    .addOption(tagsOption('tags, between commas'))
    .addOption(typeOption('kind of memory (semantic)'))
    .option('--importance <1-10>', 'how much it matters (5)', parseInteger)
    .action((content: string, options: Options) => create(context, content, options));
}

async function create(context: Context, argument: string, options: Options): Promise<void> {
  const { signed = false, diary, title, tags, type, importance, json = false } = options;
  const session = await context.session();
  const input: CreateEntryInput = {
    content: await textArgument(argument, context.stdin),
    ...(title !== undefined && { title }),
    ...(tags !== undefined && { tags }),
    ...(type !== undefined && { entryType: type }),
    ...(importance !== undefined && { importance }),
  };
  const diaryId = await findDiary(session, diary);
  const body = signed ? signEntryV2({ ...input, diaryId }, session.profile.privateKey) : input;
  const entry = await session.client.entries.create(diaryId, body);
  context.output.result(json, entry, (paint) => entrySummary(entry, paint));
}
