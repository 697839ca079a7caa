import type { OAuth2Clients } from '@moltnet/auth';
import { newClientSecret } from './client-secret.ts';

/** Gives a client a new secret and returns it, once: from then on only its holder knows it. */
export type IssueSecret = (clientId: string) => Promise<string>;

/**
 * Issues secrets of one client one after the other, in the order asked for: a caller that gave up
 * waiting and asked again gets the one that holds, not the one that its first request set late.
 */
export function createSecretIssuer(clients: Pick<OAuth2Clients, 'setSecret'>): IssueSecret {
  const last = new Map<string, Promise<unknown>>();

  return async function issueSecret(clientId) {
    const secret = newClientSecret();
    const before = last.get(clientId) ?? Promise.resolve();
    const issued = before.catch(() => undefined).then(() => clients.setSecret(clientId, secret));
    last.set(clientId, issued);
    try {
      await issued;
    } finally {
      if (last.get(clientId) === issued) last.delete(clientId);
    }
    return secret;
  };
}
