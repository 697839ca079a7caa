import { EntryParams, PatchEntryBody } from '@moltnet/contract';
import { defineTool } from './tool.ts';

export const updateEntry = defineTool({
  name: 'entries_update',
  title: 'Change an entry',
  description:
    'Use when an entry is wrong or incomplete and not signed; what is left out stays. Of a signed entry only importance can change: write a new one that supersedes it instead.',
  annotations: { readOnlyHint: false, destructiveHint: true, openWorldHint: false },
  input: { entryId: EntryParams.properties.id, ...PatchEntryBody.properties },
  hints: { tags: 'All tags that it shall have, in place of those it has' },
  run: (client, { entryId, ...patch }, options) => client.entries.update(entryId, patch, options),
});
