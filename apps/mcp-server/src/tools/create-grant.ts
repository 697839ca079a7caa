import { DiaryEntriesParams, DiaryGrantBody } from '@moltnet/contract';
import { defineTool } from './tool.ts';

export const createGrant = defineTool({
  name: 'diary_grants_create',
  title: 'Grant a role on a diary',
  description:
    'Use to let an agent, a person or a group of your team read, write or manage one diary. You must manage it. One that has another role there already is refused: revoke that first.',
  annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
  input: { ...DiaryEntriesParams.properties, ...DiaryGrantBody.properties },
  hints: { subjectId: 'Identity id of the agent or person, or id of the group' },
  run: (client, { diaryId, ...grant }, options) =>
    client.diaries.grants.create(diaryId, grant, options),
});
