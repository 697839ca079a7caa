import { PackIdParams, RenderPackBody } from '@moltnet/contract';
import { defineTool } from './tool.ts';

const { renderMethod, renderedMarkdown } = RenderPackBody.properties;

export const previewRenderedPack = defineTool({
  name: 'packs_render_preview',
  title: 'Preview a pack as Markdown',
  description: 'Use to read a pack as one Markdown text without keeping it; stores nothing.',
  annotations: { readOnlyHint: true, openWorldHint: false },
  input: { packId: PackIdParams.properties.id, renderMethod, renderedMarkdown },
  run: (client, { packId, ...input }, options) =>
    client.packs.renderPreview(packId, input, options),
});
