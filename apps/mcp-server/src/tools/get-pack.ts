import { GetPackQuery, PackIdParams } from '@moltnet/contract';
import { defineTool } from './tool.ts';

export const getPack = defineTool({
  name: 'packs_get',
  title: 'Read a pack',
  description:
    'Use to read what a pack holds: with expand its entries and the exact text that was packed of each, whatever became of them since.',
  annotations: { readOnlyHint: true, openWorldHint: false },
  input: { packId: PackIdParams.properties.id, ...GetPackQuery.properties },
  run: (client, { packId, ...query }, options) => client.packs.get(packId, query, options),
});
