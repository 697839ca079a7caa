import { EntryParams } from '@moltnet/contract';
import { defineTool } from './tool.ts';

const { id } = EntryParams.properties;

export const getEntry = defineTool({
  name: 'entries_get',
  title: 'Read an entry',
  description:
    'Use to read one entry whole when you have its id, for example after entries_search or entries_list showed it cut short.',
  annotations: { readOnlyHint: true, openWorldHint: false },
  input: { entryId: id },
  run: (client, { entryId }, options) => client.entries.get(entryId, options),
});
