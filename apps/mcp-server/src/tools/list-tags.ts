import { DiaryEntriesParams, TagsQuery } from '@moltnet/contract';
import { defineTool } from './tool.ts';

export const listTags = defineTool({
  name: 'diary_tags',
  title: 'List the tags of a diary',
  description:
    'Use before you tag an entry or filter by tag: gives the tags of a diary and how many entries have each, the most used first.',
  annotations: { readOnlyHint: true, openWorldHint: false },
  input: { ...DiaryEntriesParams.properties, ...TagsQuery.properties },
  hints: { prefix: 'Only tags that begin with this', minCount: 'Only tags of so many entries' },
  run: (client, { diaryId, ...query }, options) => client.diaries.tags(diaryId, query, options),
});
