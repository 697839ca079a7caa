import { PackIdParams, ProvenanceQuery } from '@moltnet/contract';
import { defineTool } from './tool.ts';

export const getPackProvenance = defineTool({
  name: 'packs_provenance',
  title: 'Where a pack comes from',
  description:
    'Use to see which entries went into a pack, which packs it replaces and what was rendered from it, as a graph.',
  annotations: { readOnlyHint: true, openWorldHint: false },
  input: { packId: PackIdParams.properties.id, ...ProvenanceQuery.properties },
  run: (client, { packId, ...query }, options) => client.packs.provenance(packId, query, options),
});
