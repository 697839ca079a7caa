import { DiaryEntriesParams } from '@moltnet/contract';
import { defineTool } from './tool.ts';

export const listGrants = defineTool({
  name: 'diary_grants_list',
  title: 'List the grants of a diary',
  description: 'Use to see who was granted a role on a diary beyond the team that it belongs to.',
  annotations: { readOnlyHint: true, openWorldHint: false },
  input: { ...DiaryEntriesParams.properties },
  run: (client, { diaryId }, options) => client.diaries.grants.list(diaryId, options),
});
