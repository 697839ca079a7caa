import { RelationParams } from '@moltnet/contract';
import { DONE, defineTool } from './tool.ts';

export const deleteRelation = defineTool({
  name: 'relations_delete',
  title: 'Delete a relation',
  description:
    'Use when a relation was made by mistake; its entries stay. To say that it is not so, reject it with relations_update instead.',
  annotations: { readOnlyHint: false, destructiveHint: true, openWorldHint: false },
  input: { relationId: RelationParams.properties.id },
  async run(client, { relationId }, options) {
    await client.entries.relations.delete(relationId, options);
    return DONE;
  },
});
