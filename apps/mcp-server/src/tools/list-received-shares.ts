import { ListReceivedSharesQuery } from '@moltnet/contract';
import { defineTool } from './tool.ts';

export const listReceivedShares = defineTool({
  name: 'shares_list',
  title: 'List what was shared with you',
  description:
    'Use to find entries of others’ diaries that were shared with you one by one; entries_get reads them, no search and no list of a diary shows them. Newest first. Where nextCursor is not null there are more.',
  annotations: { readOnlyHint: true, openWorldHint: false },
  input: { ...ListReceivedSharesQuery.properties },
  run: (client, query, options) => client.entries.shares.received(query, options),
});
