import { PackIdParams, PatchPackBody } from '@moltnet/contract';
import { defineTool } from './tool.ts';

export const updatePack = defineTool({
  name: 'packs_update',
  title: 'Keep a pack',
  description:
    'Use to pin a pack for good, or to say until when it is kept. Unpinning needs expires_at.',
  annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
  input: { packId: PackIdParams.properties.id, ...PatchPackBody.properties },
  run: (client, { packId, ...patch }, options) => client.packs.update(packId, patch, options),
});
