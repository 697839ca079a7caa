import { DiaryEntriesParams, ListPacksQuery } from '@moltnet/contract';
import { Type } from 'typebox';
import { defineTool } from './tool.ts';

export const listPacks = defineTool({
  name: 'packs_list',
  title: 'List packs',
  description:
    'Use to find a pack that was made before, of one diary or of all that you can read, newest first. Where nextCursor is not null there are more.',
  annotations: { readOnlyHint: true, openWorldHint: false },
  input: {
    diaryId: Type.Optional(DiaryEntriesParams.properties.diaryId),
    ...ListPacksQuery.properties,
  },
  hints: { diaryId: 'Only this diary', containsEntry: 'Only packs that hold this entry' },
  run: (client, { diaryId, ...query }, options) =>
    diaryId === undefined
      ? client.packs.list(query, options)
      : client.packs.listOfDiary(diaryId, query, options),
});
