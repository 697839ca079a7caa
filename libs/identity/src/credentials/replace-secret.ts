import { setTimeout as delay } from 'node:timers/promises';
import type { OAuth2Clients } from '@moltnet/auth';
import { agentWriter, type Database } from '@moltnet/database';
import type { IssueSecret } from './secret-issuer.ts';

/** Whose credentials have ended: what is remembered of them in this process is void. */
export interface EndedCredentials {
  readonly identityId: string;
  readonly clientId: string | null;
}

/** Called when credentials of an agent have ended; the caller hears of it when this has. Never rejects. */
export type OnCredentialsEnded = (ended: EndedCredentials) => Promise<void>;

export interface SecretReplacement {
  readonly db: Database;
  readonly issueSecret: IssueSecret;
  readonly clients: OAuth2Clients;
  readonly onCredentialsEnded: OnCredentialsEnded;
}

/**
 * How long the OAuth2 server may take from checking a secret to asking our hook for the token's claims. A token
 * that is being minted with the old secret while it is replaced gets the old version, which ends.
 */
const MINTING_MS = 250;

/**
 * Gives an agent's client a new secret and ends every token of the old one: here at once, elsewhere
 * when its use is looked at again (5 s). The secret is replaced first: a process that dies in between
 * has told nobody the new one, and the caller's token still serves to ask again.
 */
export async function replaceSecret(
  { db, issueSecret, clients, onCredentialsEnded }: SecretReplacement,
  { identityId, clientId }: { identityId: string; clientId: string },
): Promise<string> {
  const clientSecret = await issueSecret(clientId);
  await delay(MINTING_MS);
  await db.transaction((tx) => agentWriter(tx).endTokens(identityId));
  await onCredentialsEnded({ identityId, clientId });
  // For who asks the OAuth2 server instead of us: its opaque tokens. Where it does not answer they end by their time.
  await clients.endTokens(clientId).catch(() => undefined);
  return clientSecret;
}
