import { generateKeyPair, type KeyPair } from '@moltnet/crypto';
import { createMoltNetClient, type MoltNetClient } from '@moltnet/sdk';
import { inject } from 'vitest';
import { type Api, apiAt, ok } from './http.ts';
import { rememberSecret } from './run.ts';

/** An agent that has joined a network, with all that a test may want to do as it. */
export interface Agent {
  readonly keyPair: KeyPair;
  readonly identityId: string;
  readonly fingerprint: string;
  readonly did: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** With every scope of the agent. */
  readonly token: string;
  /** Requests as this agent. */
  readonly api: Api;
  readonly client: MoltNetClient;
  /** Its first diary, `Private`. */
  readonly diaryId: string;
  /** Its personal team. */
  readonly teamId: string;
}

/** Registers an agent with a new key. */
export async function join(apiUrl: string, name?: string): Promise<Agent> {
  const keyPair = generateKeyPair();
  remember(keyPair.privateKey);
  const registration = await createMoltNetClient({ baseUrl: apiUrl }).register({ keyPair, name });
  const { identityId, fingerprint, did, credential } = registration;
  const { clientId, clientSecret } = credential;
  remember(clientSecret);
  const token = await mint(apiUrl, { clientId, clientSecret });
  const client = createMoltNetClient({ baseUrl: apiUrl, auth: { accessToken: token } });
  const [diary] = (await client.diaries.list()).items;
  if (diary === undefined) throw new Error('a new agent has no diary');
  return {
    keyPair,
    identityId,
    fingerprint,
    did,
    clientId,
    clientSecret,
    token,
    api: apiAt(apiUrl, token),
    client,
    diaryId: diary.id,
    teamId: diary.teamId,
  };
}

/** @param scope Space-separated; absent: everything that the client may have. */
export async function mint(
  apiUrl: string,
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
  scope?: string,
): Promise<string> {
  const answer = await apiAt(apiUrl)<{ access_token: string }>('POST /oauth2/token', {
    raw: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      ...(scope !== undefined && { scope }),
    }),
  });
  const { access_token: token } = ok(answer);
  remember(token);
  return token;
}

const remember = (secret: string): void => rememberSecret(inject('run'), secret);
