import { createMoltNetClient, type MoltNetClient } from '@moltnet/sdk';
import { generateKeyPair } from '@moltnet/crypto/node';

/** The agent in whose name everything is done. */
export interface BenchAgent {
  readonly identityId: string;
  readonly privateKey: string;
  readonly publicKey: string;
  readonly clientId: string;
  readonly client: MoltNetClient;
  readonly accessToken: string;
  /** Takes what is created. */
  readonly scratchDiaryId: string;
}

/** Registers an agent and makes its diary, as any agent would. */
export async function registerAgent(apiUrl: string): Promise<BenchAgent> {
  const keyPair = generateKeyPair();
  const stranger = createMoltNetClient({ baseUrl: apiUrl });
  const { identityId, credential } = await stranger.register({ keyPair, name: 'bench' });
  if (credential.type !== 'oauth2') throw new Error('registration gave no OAuth2 client');
  const { clientId, clientSecret } = credential;

  const client = createMoltNetClient({ baseUrl: apiUrl, auth: { clientId, clientSecret } });
  const scratch = await client.diaries.create({ name: 'scratch' });
  return {
    identityId,
    privateKey: keyPair.privateKey,
    publicKey: keyPair.publicKey,
    clientId,
    client,
    accessToken: await mintToken(apiUrl, clientId, clientSecret),
    scratchDiaryId: scratch.id,
  };
}

async function mintToken(apiUrl: string, clientId: string, clientSecret: string): Promise<string> {
  const reply = await fetch(`${apiUrl}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    }),
  });
  const { access_token: token } = (await reply.json()) as { access_token?: string };
  if (token === undefined) throw new Error(`no token: ${reply.status}`);
  return token;
}
