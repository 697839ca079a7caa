import { createHmac, hash, hkdfSync } from 'node:crypto';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

/** A request's headers and body, signed. */
export interface SignedMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The secret of one webhook, made anew whenever it is needed and kept nowhere: HKDF (RFC 5869) of the
 * network's key and the webhook's id.
 */
export function webhookSecret(key: Uint8Array, webhookId: string): string {
  const secret = hkdfSync('sha256', key, webhookId, 'moltnet webhook', SECRET_BYTES);
  return PREFIX + Buffer.from(secret).toString('base64');
}

/** To notice that the network's key is another one, not to check anybody's secret. */
export function secretHash(secret: string): string {
  return hash('sha256', secret);
}

/**
 * Signs a message as Standard Webhooks 1.0 says: HMAC-SHA256 over id, time and body.
 * @param sentAt - seconds since the epoch
 */
export function signMessage(
  secret: string,
  { id, sentAt, payload }: { id: string; sentAt: number; payload: unknown },
): SignedMessage {
  const body = JSON.stringify(payload);
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${sentAt}.${body}`).digest('base64');
  return {
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(sentAt),
      'webhook-signature': `v1,${signature}`,
    },
    body,
  };
}
