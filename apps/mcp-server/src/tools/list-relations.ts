import { EntryParams, ListRelationsQuery } from '@moltnet/contract';
import { defineTool } from './tool.ts';

export const listRelations = defineTool({
  name: 'relations_list',
  title: 'List relations',
  description:
    'Use to see what replaced an entry, what speaks for or against it and what it led to; with depth also how those stand to others. Nearest first. Where nextCursor is not null there are more.',
  annotations: { readOnlyHint: true, openWorldHint: false },
  input: { entryId: EntryParams.properties.id, ...ListRelationsQuery.properties },
  run: (client, { entryId, ...query }, options) =>
    client.entries.relations.list(entryId, query, options),
});
