import { hash } from 'node:crypto';
import { HUMAN_SCOPES } from '@moltnet/contract';
import { LRUCache } from 'lru-cache';
import type { FindSession, HumanSession, SessionCredential } from '../ory/sessions.ts';
import type { HumanPrincipal } from '../tokens/principal.ts';
import { InvalidSessionError } from './invalid-session.ts';

export interface SessionVerifierOptions {
  readonly findSession: FindSession;
  /** Makes what a person has to have here, if they lack it: team, diary. */
  readonly welcome: (session: HumanSession) => Promise<void>;
}

export interface SessionVerifier {
  /**
   * The person whose session this is.
   * @throws InvalidSessionError (401) when it holds no more, UpstreamUnavailableError (503) when
   *   nobody can tell.
   */
  verify(credential: SessionCredential): Promise<HumanPrincipal>;
}

const MAX_SESSIONS = 20_000;
const MAX_REFUSED = 5_000;
/** Log-out and deactivation show everywhere within this time (issue of identity and access: 5 s). */
const REMEMBERED_MS = 5_000;

/** A verifier that asks about a session at most every 5 s of its use, whoever uses it at once. */
export function createSessionVerifier(options: SessionVerifierOptions): SessionVerifier {
  const { findSession, welcome } = options;
  const seen = new LRUCache<string, { principal: HumanPrincipal; until: number }>({
    max: MAX_SESSIONS,
  });
  /** Asking again at once would let anyone make us a load on the upstream. */
  const refused = new LRUCache<string, true>({ max: MAX_REFUSED, ttl: REMEMBERED_MS });
  const running = new Map<string, Promise<HumanPrincipal>>();

  async function judge(credential: SessionCredential, key: string): Promise<HumanPrincipal> {
    // An answer is as old as its question, which may have taken a while.
    const asked = Date.now();
    const session = await findSession(credential);
    const ends = session === null ? 0 : Date.parse(session.expiresAt);
    if (session === null || !(ends > Date.now())) {
      refused.set(key, true);
      throw new InvalidSessionError();
    }
    await welcome(session);
    const { identityId } = session;
    const principal: HumanPrincipal = { kind: 'human', identityId, scopes: HUMAN_SCOPES };
    seen.set(key, { principal, until: Math.min(asked + REMEMBERED_MS, ends) });
    return principal;
  }

  return {
    async verify(credential) {
      const key = hash('sha256', JSON.stringify(credential), 'base64url');
      const kept = seen.get(key);
      if (kept !== undefined && Date.now() < kept.until) return kept.principal;
      if (refused.has(key)) throw new InvalidSessionError();
      const current = running.get(key);
      if (current !== undefined) return current;
      const judging = judge(credential, key).finally(() => running.delete(key));
      running.set(key, judging);
      return judging;
    },
  };
}
