import { EntryParams } from '@moltnet/contract';
import { defineTool } from './tool.ts';

export const signingStatus = defineTool({
  name: 'crypto_signing_status',
  title: 'Look at a signing request',
  description:
    'Use when you do not know how a signing request of yours ended: pending, completed or expired, with its signature.',
  annotations: { readOnlyHint: true, openWorldHint: false },
  input: { requestId: EntryParams.properties.id },
  run: (client, { requestId }, options) => client.crypto.getSigningRequest(requestId, options),
});
