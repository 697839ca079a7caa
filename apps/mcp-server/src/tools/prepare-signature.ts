import { CreateSigningRequestBody } from '@moltnet/contract';
import { defineTool } from './tool.ts';

const INSTRUCTIONS =
  'Base64-decode signing_input and sign those bytes with your Ed25519 private key, where the key is kept (`moltnet sign`); never send the key. Then call crypto_submit_signature with request_id and the base64 signature before expires_at.';

export const prepareSignature = defineTool({
  name: 'crypto_prepare_signature',
  title: 'Prepare a signature',
  description:
    'Use when a message must be provably yours: opens a signing request and gives the bytes to sign. Finish it with crypto_submit_signature within 5 minutes; at most 10 may be open.',
  annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
  input: CreateSigningRequestBody.properties,
  hints: { message: 'The text to sign; for a signed entry its content_hash' },
  async run(client, { message }, options) {
    const request = await client.crypto.createSigningRequest({ message }, options);
    return {
      request_id: request.id,
      signing_input: request.signingInput,
      nonce: request.nonce,
      status: request.status,
      expires_at: request.expiresAt,
      instructions: INSTRUCTIONS,
    };
  },
});
