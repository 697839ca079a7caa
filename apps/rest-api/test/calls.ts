import { setTimeout as delay } from 'node:timers/promises';
import { generateKeyPair, type KeyPair } from '@moltnet/crypto';
import { createMoltNetClient, type MoltNetClient } from '@moltnet/sdk';

/** An agent that has joined, with what it keeps. */
export interface Joined {
  readonly keyPair: KeyPair;
  readonly identityId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly client: MoltNetClient;
}

export async function join(baseUrl: string, name = 'scribe'): Promise<Joined> {
  const keyPair = generateKeyPair();
  const registration = await createMoltNetClient({ baseUrl }).register({ keyPair, name });
  const { identityId, credential } = registration;
  const { clientId, clientSecret } = credential;
  const client = createMoltNetClient({ baseUrl, auth: { clientId, clientSecret } });
  return { keyPair, identityId, clientId, clientSecret, client };
}

/** What `POST /oauth2/token` of an API answers; `token` is empty when it refuses. */
export async function mint(
  baseUrl: string,
  { clientId, clientSecret }: Pick<Joined, 'clientId' | 'clientSecret'>,
): Promise<{ status: number; token: string }> {
  const answer = await fetch(`${baseUrl}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    }),
  });
  const { access_token: token = '' } = (await answer.json()) as { access_token?: string };
  return { status: answer.status, token };
}

/** The status that a credential gets from a route that needs one. */
export async function statusOf(baseUrl: string, bearer: string, path = '/agents/whoami') {
  const answer = await fetch(`${baseUrl}${path}`, {
    headers: { authorization: `Bearer ${bearer}` },
  });
  await answer.arrayBuffer();
  return answer.status;
}

/** Resolves when `look` answers `wanted`. @throws when it has not within `ms`. */
export async function until<T>(look: () => Promise<T>, wanted: T, ms: number): Promise<void> {
  const deadline = Date.now() + ms;
  for (;;) {
    const seen = await look();
    if (seen === wanted) return;
    if (Date.now() > deadline) {
      throw new Error(`still ${String(seen)}, not ${String(wanted)}, after ${ms} ms`);
    }
    await delay(50);
  }
}
