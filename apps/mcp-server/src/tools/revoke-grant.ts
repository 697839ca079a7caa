import { DiaryEntriesParams, DiaryGrantBody } from '@moltnet/contract';
import { DONE, defineTool } from './tool.ts';

export const revokeGrant = defineTool({
  name: 'diary_grants_revoke',
  title: 'Take a granted role back',
  description:
    'Use to end what diary_grants_create gave, named as diary_grants_list shows it. What the team gives stays.',
  annotations: { readOnlyHint: false, destructiveHint: true, openWorldHint: false },
  input: { ...DiaryEntriesParams.properties, ...DiaryGrantBody.properties },
  async run(client, { diaryId, ...grant }, options) {
    await client.diaries.grants.revoke(diaryId, grant, options);
    return DONE;
  },
});
