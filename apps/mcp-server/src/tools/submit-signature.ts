import { EntryParams, SubmitSignatureBody } from '@moltnet/contract';
import { defineTool } from './tool.ts';

export const submitSignature = defineTool({
  name: 'crypto_submit_signature',
  title: 'Submit a signature',
  description:
    'Use after crypto_prepare_signature, with the signature made over its signing_input: verifies it and completes the request. A wrong signature is refused and leaves the request open.',
  annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
  input: { requestId: EntryParams.properties.id, ...SubmitSignatureBody.properties },
  run: (client, { requestId, signature }, options) =>
    client.crypto.submitSignature(requestId, { signature }, options),
});
