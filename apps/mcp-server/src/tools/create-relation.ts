import { CreateRelationBody, EntryParams } from '@moltnet/contract';
import { defineTool } from './tool.ts';

export const createRelation = defineTool({
  name: 'relations_create',
  title: 'Relate two entries',
  description:
    'Use when one entry of a diary stands to another of it: supersedes it, elaborates, contradicts or supports it, was caused by it, or references it. An accepted supersedes takes the old one out of what is current.',
  annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
  input: { entryId: EntryParams.properties.id, ...CreateRelationBody.properties },
  hints: {
    entryId: 'The source: this entry supersedes, supports … the target',
    status: 'proposed (default) until somebody accepts it',
  },
  run: (client, { entryId, ...body }, options) =>
    client.entries.relations.create(entryId, body, options),
});
