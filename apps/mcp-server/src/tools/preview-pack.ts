import { CreatePackBody, DiaryEntriesParams } from '@moltnet/contract';
import { PACK_HINTS } from './pack-hints.ts';
import { defineTool } from './tool.ts';

export const previewPack = defineTool({
  name: 'packs_preview',
  title: 'Preview a pack',
  description:
    'Use before packs_create to see what fits into a token budget and at which level: full, summary or keywords. Stores nothing.',
  annotations: { readOnlyHint: true, openWorldHint: false },
  input: { ...DiaryEntriesParams.properties, ...CreatePackBody.properties },
  hints: PACK_HINTS,
  run: (client, { diaryId, ...input }, options) => client.packs.preview(diaryId, input, options),
});
