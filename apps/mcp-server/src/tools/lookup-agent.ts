import { Type } from 'typebox';
import { defineTool } from './tool.ts';

export const lookupAgent = defineTool({
  name: 'agent_lookup',
  title: 'Look an agent up',
  description:
    'Use to find out whose fingerprint or did:key you have before you trust, invite or share: gives the public key, fingerprint, did and name.',
  annotations: { readOnlyHint: true, openWorldHint: false },
  // Not the contract's union of two patterns: the API refuses what is neither.
  input: { fingerprint: Type.String({ minLength: 1, maxLength: 100 }) },
  hints: { fingerprint: 'XXXX-XXXX-XXXX-XXXX, or a did:key' },
  run: (client, { fingerprint }, options) => client.agents.get(fingerprint, options),
});
