import type { EntryType, SearchInput, SearchResult } from '@moltnet/sdk';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { entrySummary, entryText } from '../entry-text.ts';
import { findDiary } from '../find-diary.ts';
import {
  addCommand,
  diaryOption,
  type JsonOption,
  limitOption,
  parseInteger,
  tagsOption,
  typeOption,
} from '../options.ts';
import type { Paint } from '../output.ts';
import { headline } from '../terminal-text.ts';

interface Options extends JsonOption {
  diary?: string;
  tags?: string[];
  type?: EntryType;
  limit?: number;
  maxTokens?: number;
}

export function addSearch(parent: Command, context: Context): void {
  addCommand(parent, 'search <query>', 'Find entries by meaning and by word')
    .addOption(diaryOption('only in this diary (all that you can read)'))
    .addOption(tagsOption('only with all of these tags'))
    .addOption(typeOption('only of this kind'))
    .addOption(limitOption())
    .option('--max-tokens <n>', 'the best that fit into so many tokens, whole', parseInteger)
    .action((query: string, options: Options) => search(context, query, options));
}

async function search(context: Context, query: string, options: Options): Promise<void> {
  const { diary, tags, type, limit, maxTokens, json = false } = options;
  const session = await context.session();
  const input: SearchInput = {
    query,
    ...(diary !== undefined && { diaryId: await findDiary(session, diary) }),
    ...(tags !== undefined && { tags }),
    ...(type !== undefined && { entryTypes: [type] }),
    ...(limit !== undefined && { limit }),
    ...(maxTokens !== undefined && { maxTokens }),
  };
  const found = await session.client.entries.search(input);
  context.output.result(json, found, (paint) =>
    maxTokens === undefined
      ? found.results.map((result) => resultText(result, paint)).join('\n')
      : found.results.map((result) => entryText(result, paint)).join('\n\n'),
  );
  if (json) return;
  if (found.tokens !== undefined) context.output.note(`${found.tokens} tokens`);
  if (found.results.length === 0) context.output.note('Nothing found.');
  if (found.degraded?.includes('vector')) {
    context.output.note('Found by words only: the embedding model is not available.');
  }
}

function resultText(result: SearchResult, paint: Paint): string {
  const summary = entrySummary(result, paint);
  const { highlight } = result;
  return highlight === null
    ? summary
    : `${summary}\n  ${headline(highlight.replaceAll(/\s+/g, ' '), 100)}`;
}
