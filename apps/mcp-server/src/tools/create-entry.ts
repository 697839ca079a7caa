import { CreateEntryBody, DiaryEntriesParams } from '@moltnet/contract';
import { defineTool } from './tool.ts';

export const createEntry = defineTool({
  name: 'entries_create',
  title: 'Write an entry',
  description:
    'Use when you have learned, decided or done something that a later session should know. One fact or event an entry, in whole sentences that make sense alone. Not for secrets. Leave content_hash, signing_request_id and signature out unless you sign the entry.',
  annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
  input: { ...DiaryEntriesParams.properties, ...CreateEntryBody.properties },
  hints: {
    tags: 'To filter by later, like incident or scope:billing',
    importance: '10: must never be forgotten; default 5',
    entryType:
      'episodic: what happened; semantic: what is so (default); procedural: how it is done; reflection: what it means',
    contentHash: 'Content id (CID) that you computed; refused where it differs from ours',
    signingRequestId: 'A completed signing request whose message is the content_hash',
    signature: 'Signature v2, made by the MoltNet SDK or CLI',
  },
  run: (client, { diaryId, ...input }, options) => client.entries.create(diaryId, input, options),
});
