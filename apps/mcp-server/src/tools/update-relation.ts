import { PatchRelationBody, RelationParams } from '@moltnet/contract';
import { defineTool } from './tool.ts';

export const updateRelation = defineTool({
  name: 'relations_update',
  title: 'Decide on a relation',
  description:
    'Use to accept or reject a relation that was proposed, or to leave it open again; it says from then on who decided.',
  annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
  input: { relationId: RelationParams.properties.id, ...PatchRelationBody.properties },
  run: (client, { relationId, status }, options) =>
    client.entries.relations.update(relationId, { status }, options),
});
