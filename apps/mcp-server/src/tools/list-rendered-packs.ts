import { DiaryEntriesParams, ListRenderedPacksQuery } from '@moltnet/contract';
import { defineTool } from './tool.ts';

export const listRenderedPacks = defineTool({
  name: 'rendered_packs_list',
  title: 'List rendered packs',
  description:
    'Use to find what was rendered from the packs of a diary, newest first, without the Markdown. Where nextCursor is not null there are more.',
  annotations: { readOnlyHint: true, openWorldHint: false },
  input: { ...DiaryEntriesParams.properties, ...ListRenderedPacksQuery.properties },
  run: (client, { diaryId, ...query }, options) =>
    client.renderedPacks.listOfDiary(diaryId, query, options),
});
