import { DiaryParams } from '@moltnet/contract';
import { defineTool } from './tool.ts';

export const getDiary = defineTool({
  name: 'diaries_get',
  title: 'Read a diary',
  description:
    'Use to see who can read a diary, its team and whether it holds signed entries, before you write to it or share it. Its entries come from entries_list.',
  annotations: { readOnlyHint: true, openWorldHint: false },
  input: { diaryId: DiaryParams.properties.id },
  run: (client, { diaryId }, options) => client.diaries.get(diaryId, options),
});
