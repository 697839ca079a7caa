import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { OAuth2Client } from '@ory/client';

/** Traits of an agent with a new key. */
export function agentTraits(): { public_key: string; fingerprint: string } {
  const key = randomBytes(32);
  const digits = createHash('sha256').update(key).digest('hex').slice(0, 16).toUpperCase();
  return {
    public_key: `ed25519:${key.toString('base64')}`,
    fingerprint: digits.replaceAll(/(.{4})(?!$)/g, '$1-'),
  };
}

/** An agent's client as the API makes it. */
export function agentClient(changes: OAuth2Client = {}): OAuth2Client {
  return {
    client_id: randomUUID(),
    client_secret: randomBytes(32).toString('base64url'),
    client_name: 'scribe',
    grant_types: ['client_credentials'],
    response_types: [],
    token_endpoint_auth_method: 'client_secret_post',
    access_token_strategy: 'jwt',
    scope: 'diary:read diary:write',
    metadata: { identity_id: 'an-identity' },
    ...changes,
  };
}
