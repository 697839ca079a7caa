/** A webhook older or newer than this (seconds) is not taken: it may be a copy of an old one. */
const TOLERANCE = 300;
const PREFIX = 'whsec_';

/** What a webhook brings, as it arrived. */
export interface ReceivedWebhook {
  /** Names in lower case, as Node and `Headers` give them. */
  headers: Readonly<Record<string, string | string[] | undefined>> | Headers;
  /** The body, byte for byte, before anything has parsed it. */
  body: string;
}

/**
 * Whether a webhook is from the network that gave you `secret`, unchanged and sent within the last 5
 * minutes (Standard Webhooks 1.0). Runs in Node and in browsers. The same event may come twice, with
 * the same `webhook-id`.
 * @param now milliseconds since the epoch.
 */
export async function verifyWebhook(
  { headers, body }: ReceivedWebhook,
  secret: string,
  now: number = Date.now(),
): Promise<boolean> {
  const header = (name: string): string => {
    const value = headers instanceof Headers ? headers.get(name) : headers[name];
    return typeof value === 'string' ? value : '';
  };
  const [id, timestamp] = [header('webhook-id'), header('webhook-timestamp')];
  const fresh =
    /^\d{1,12}$/.test(timestamp) && Math.abs(Number(timestamp) - now / 1000) <= TOLERANCE;
  if (id === '' || !fresh || !secret.startsWith(PREFIX)) return false;
  const key = await globalThis.crypto.subtle.importKey(
    'raw',
    fromBase64(secret.slice(PREFIX.length)),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['verify'],
  );
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  for (const signature of header('webhook-signature').split(' ').slice(0, 10)) {
    const [version, value = ''] = signature.split(',');
    // `verify` compares in constant time.
    if (version === 'v1' && /^[A-Za-z0-9+/]{43}=$/.test(value)) {
      const given = fromBase64(value);
      if (await globalThis.crypto.subtle.verify('HMAC', key, given, signed)) return true;
    }
  }
  return false;
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
