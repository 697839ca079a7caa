import { PackDiffParams } from '@moltnet/contract';
import { defineTool } from './tool.ts';

const { id, otherId } = PackDiffParams.properties;

export const diffPacks = defineTool({
  name: 'packs_diff',
  title: 'Compare two packs',
  description: 'Use to see which entries another pack adds, removes, reorders or changes.',
  annotations: { readOnlyHint: true, openWorldHint: false },
  input: { packId: id, otherId },
  run: (client, { packId, otherId: other }, options) => client.packs.diff(packId, other, options),
});
