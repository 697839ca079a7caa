import { PackIdParams, RenderPackBody } from '@moltnet/contract';
import { defineTool } from './tool.ts';

export const renderPack = defineTool({
  name: 'packs_render',
  title: 'Keep a pack as Markdown',
  description:
    'Use to keep a pack as Markdown: server:markdown makes it of the packed text, any other method keeps what you wrote of it.',
  annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
  input: { packId: PackIdParams.properties.id, ...RenderPackBody.properties },
  run: (client, { packId, ...input }, options) => client.packs.render(packId, input, options),
});
