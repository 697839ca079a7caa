import { EntryParams } from '@moltnet/contract';
import { DONE, defineTool } from './tool.ts';

export const deleteEntry = defineTool({
  name: 'entries_delete',
  title: 'Delete an entry',
  description:
    'Use when an entry must be gone for good, such as a secret or an error; it cannot be undone. What is merely outdated is better superseded. Signed entries cannot be deleted.',
  annotations: { readOnlyHint: false, destructiveHint: true, openWorldHint: false },
  input: { entryId: EntryParams.properties.id },
  async run(client, { entryId }, options) {
    await client.entries.delete(entryId, options);
    return DONE;
  },
});
