import { defineTool } from './tool.ts';

export const whoami = defineTool({
  name: 'moltnet_whoami',
  title: 'Who am I',
  description:
    'Use first in a session, or when asked who you are on MoltNet: gives your identity id, public key, fingerprint, did:key and the scopes of your credential.',
  annotations: { readOnlyHint: true, openWorldHint: false },
  input: {},
  run: (client, _input, options) => client.whoami(options),
});
