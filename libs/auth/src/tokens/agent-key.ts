import { InvalidTokenError } from './invalid-token.ts';
import type { AgentPrincipal } from './principal.ts';

/** How an agent key begins; no token of Hydra's does. */
export const AGENT_KEY_PREFIX = 'mlt_ak_';

/** The principal of a live agent key and when that ends (RFC 3339), `null` for what is none. */
export type FindAgentKey = (
  key: string,
) => Promise<{ readonly principal: AgentPrincipal; readonly expiresAt: string } | null>;

/** Finds none: for a service without agent keys. */
export const noAgentKeys: FindAgentKey = async () => null;

export function looksLikeAgentKey(token: string): boolean {
  return token.startsWith(AGENT_KEY_PREFIX);
}

/** @throws InvalidTokenError when it is not one, was revoked or has expired. */
export async function verifyAgentKey(key: string, find: FindAgentKey) {
  const found = await find(key);
  if (found === null) throw new InvalidTokenError('no such agent key');
  return { principal: found.principal, expiresAt: Date.parse(found.expiresAt) };
}
