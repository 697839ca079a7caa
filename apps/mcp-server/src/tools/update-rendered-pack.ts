import { PatchPackBody, RenderedPackIdParams } from '@moltnet/contract';
import { defineTool } from './tool.ts';

export const updateRenderedPack = defineTool({
  name: 'rendered_packs_update',
  title: 'Keep a rendered pack',
  description:
    'Use to pin a rendered pack for good, or to say until when it is kept. Unpinning needs expires_at.',
  annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
  input: { renderedPackId: RenderedPackIdParams.properties.id, ...PatchPackBody.properties },
  run: (client, { renderedPackId, ...patch }, options) =>
    client.renderedPacks.update(renderedPackId, patch, options),
});
