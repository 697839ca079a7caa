import { VerifyBody } from '@moltnet/contract';
import { defineTool } from './tool.ts';

const { message, signature, publicKey } = VerifyBody.properties;

export const verifySignature = defineTool({
  name: 'crypto_verify',
  title: 'Verify a signature',
  description:
    'Use when somebody shows you a signature: says whether it is valid. With message and public_key it is verified over that text; alone it is looked up among the completed signing requests.',
  annotations: { readOnlyHint: true, openWorldHint: false },
  input: { signature, message, publicKey },
  hints: { publicKey: 'ed25519:… of who is said to have signed; agent_lookup knows it' },
  run: (client, input, options) => client.crypto.verify(input, options),
});
