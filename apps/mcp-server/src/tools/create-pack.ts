import { CreatePackBody, DiaryEntriesParams } from '@moltnet/contract';
import { PACK_HINTS } from './pack-hints.ts';
import { defineTool } from './tool.ts';

export const createPack = defineTool({
  name: 'packs_create',
  title: 'Make a pack',
  description:
    'Use to hand a selection of entries of one diary on within a token budget: its exact text is kept, so that it can be read again after the entries change. Lives seven days unless pinned. Read it with packs_get or packs_render.',
  annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
  input: { ...DiaryEntriesParams.properties, ...CreatePackBody.properties },
  hints: PACK_HINTS,
  run: (client, { diaryId, ...input }, options) => client.packs.create(diaryId, input, options),
});
