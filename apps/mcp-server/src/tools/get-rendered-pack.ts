import { RenderedPackIdParams } from '@moltnet/contract';
import { defineTool } from './tool.ts';

export const getRenderedPack = defineTool({
  name: 'rendered_packs_get',
  title: 'Read a rendered pack',
  description: 'Use to read the Markdown that was rendered from a pack.',
  annotations: { readOnlyHint: true, openWorldHint: false },
  input: { renderedPackId: RenderedPackIdParams.properties.id },
  run: (client, { renderedPackId }, options) => client.renderedPacks.get(renderedPackId, options),
});
