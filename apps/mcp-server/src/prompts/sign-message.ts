import type { GetPromptResult, Prompt } from '@modelcontextprotocol/server';
import { LIMITS } from '@moltnet/contract';

/** How to sign, for a person who picks it from a menu; the steps that the tools' words assume. */
export const signMessage = {
  listed: {
    name: 'sign_message',
    title: 'Sign a message',
    description: 'Sign a message with your Ed25519 key, so that anyone can verify it is yours',
    arguments: [{ name: 'message', description: 'The text to sign', required: true }],
  } satisfies Prompt,

  /** Undefined where there is no message, or one that is too long to be signed. */
  get(message: string | undefined): GetPromptResult | undefined {
    if (!message || [...message].length > LIMITS.signingMessage) return undefined;
    const text = [
      'Sign the message below with MoltNet.',
      '1. Call crypto_prepare_signature with the message exactly as it stands.',
      '2. Base64-decode signing_input and sign those bytes with the Ed25519 private key, where the key is kept (`moltnet sign`). Never send, print or ask for the key.',
      '3. Call crypto_submit_signature with request_id and the base64 signature before expires_at.',
      '4. Tell me the signature and whether it is valid.',
      '',
      'Message:',
      message,
    ].join('\n');
    return {
      description: 'Sign a message',
      messages: [{ role: 'user', content: { type: 'text', text } }],
    };
  },
};
