import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Introspect } from '../ory/introspection.ts';
import { type FindAgentKey, looksLikeAgentKey, noAgentKeys, verifyAgentKey } from './agent-key.ts';
import { InvalidTokenError } from './invalid-token.ts';
import { looksLikeJwt, verifyJwt } from './jwt.ts';
import { createKeySet } from './key-set.ts';
import { introspectToken } from './opaque.ts';
import { type AgentPrincipal, type Principal, principalOf } from './principal.ts';
import type { SealedAnswers } from './sealed-answers.ts';

export interface TokenVerifierOptions {
  /** Hydra's public URL: the `iss` of its JWTs, and its keys are under `/.well-known/jwks.json`. */
  readonly hydraUrl: string;
  /** `iss` where Hydra is reached by another URL than it calls itself. */
  readonly issuer?: string;
  /** Whom a token may name as audience, if it names any. */
  readonly audiences?: readonly string[];
  readonly introspect: Introspect;
  /** Where machines keep introspections for each other; absent: each asks for itself. */
  readonly shared?: SealedAnswers | undefined;
  /** For fetching the keys, in milliseconds. */
  readonly timeoutMs: number;
  /** Finds agent keys, which are looked at again every 5 s of their use. */
  readonly findAgentKey?: FindAgentKey;
  /**
   * Asked about each agent's token when it is first seen and again every 5 s of its use: false when the
   * agent is gone or its credential was revoked after `issuedAt` (seconds since the epoch).
   */
  readonly admits?: (principal: AgentPrincipal, issuedAt: number) => Promise<boolean>;
}

export interface TokenVerifier {
  /**
   * The principal of a bearer credential: JWTs are verified here, opaque tokens by introspection,
   * agent keys by `findAgentKey`. A token that speaks for a person is introspected, too: only Hydra
   * knows whether they have disconnected its client.
   * @throws InvalidTokenError (401), UpstreamUnavailableError (503) when nobody can tell.
   */
  verify(token: string): Promise<Principal>;
  /** Forgets the credentials of an OAuth2 client or of an agent, so that each is judged anew. */
  forget(clientOrIdentityId: string): void;
}

interface Verified {
  readonly principal: Principal;
  readonly issuedAt: number;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Whether somebody else said that it is good, and is to be asked again. */
  readonly lent: boolean;
  recheckAt: number;
}

const MAX_TOKENS = 20_000;
const MAX_REFUSED = 5_000;
/** Revocation shows everywhere within this time (issue of identity and access: 5 s). */
const RECHECK_MS = 5_000;

/**
 * A verifier with a bounded memory of the tokens it has seen, keyed by their SHA-256, so that a warm
 * token costs one hash and no signature check.
 */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const { hydraUrl, issuer = hydraUrl, audiences = [], introspect, shared, admits } = options;
  const { findAgentKey = noAgentKeys } = options;
  const jwksUrl = new URL(`${hydraUrl.replace(/\/+$/, '')}/.well-known/jwks.json`);
  const rules = { keyOf: createKeySet(jwksUrl, options.timeoutMs), issuer, audiences };
  const seen = new LRUCache<string, Verified>({ max: MAX_TOKENS });
  /** Tokens that Hydra refused: asking again at once would let anyone make us a load on it. */
  const refused = new LRUCache<string, true>({ max: MAX_REFUSED, ttl: RECHECK_MS });
  const running = new Map<string, Promise<Principal>>();
  /** Counts calls of `forget`, so that a verification that began before one is not kept after it. */
  let forgotten = 0;

  async function judge(token: string, key: string): Promise<Principal> {
    const epoch = forgotten;
    const kept = seen.get(key);
    const stands = kept !== undefined && !kept.lent && Date.now() < kept.expiresAt;
    const verified = stands ? kept : await verifyAnew(token, key);
    const { principal, issuedAt } = verified;
    const minted = principal.kind === 'agent' && principal.credential === undefined;
    if (minted && admits !== undefined && !(await admits(principal, issuedAt))) {
      seen.delete(key);
      throw new InvalidTokenError('revoked');
    }
    if (epoch === forgotten) {
      seen.set(key, stands ? { ...kept, recheckAt: Date.now() + RECHECK_MS } : verified);
    }
    return principal;
  }

  async function verifyAnew(token: string, key: string): Promise<Verified> {
    const opaque = !looksLikeJwt(token);
    if (refused.has(key)) throw new InvalidTokenError('inactive');
    try {
      if (looksLikeAgentKey(token)) {
        const found = await verifyAgentKey(token, findAgentKey);
        return { ...found, issuedAt: 0, lent: true, recheckAt: Date.now() + RECHECK_MS };
      }
      return await verifyToken(token, opaque);
    } catch (error) {
      seen.delete(key);
      const asked = opaque || (error instanceof InvalidTokenError && error.reason === 'inactive');
      if (asked && error instanceof InvalidTokenError) refused.set(key, true);
      throw error;
    }
  }

  async function verifyToken(token: string, opaque: boolean): Promise<Verified> {
    const source = { introspect, shared, freshMs: RECHECK_MS };
    const introspected = opaque ? await introspectToken(token, source) : undefined;
    const claims = introspected?.claims ?? (await verifyJwt(token, rules));
    const principal = principalOf(claims);
    if (principal === null) throw new InvalidTokenError('no principal');
    const ofPerson = !opaque && principal.kind === 'human';
    const { askedAt } =
      introspected ?? (ofPerson ? await introspectToken(token, source) : { askedAt: Date.now() });
    const { exp, iat } = claims as { exp?: number; iat?: number };
    const recheckAt = askedAt + RECHECK_MS;
    const expiresAt = exp === undefined ? recheckAt : exp * 1000;
    return { principal, issuedAt: iat ?? 0, expiresAt, lent: opaque || ofPerson, recheckAt };
  }

  return {
    async verify(token) {
      const key = hash('sha256', token, 'base64url');
      const now = Date.now();
      const kept = seen.get(key);
      if (kept !== undefined && now < kept.expiresAt) {
        const settled = !kept.lent && admits === undefined;
        if (settled || now < kept.recheckAt) return kept.principal;
      }
      // Requests that bring the same token at the same moment share one verification.
      const current = running.get(key);
      if (current !== undefined) return current;
      const judging = judge(token, key).finally(() => {
        if (running.get(key) === judging) running.delete(key);
      });
      running.set(key, judging);
      return judging;
    },
    forget(id) {
      forgotten += 1;
      running.clear();
      for (const [key, { principal }] of seen.entries()) {
        if (principal.clientId === id || principal.identityId === id) seen.delete(key);
      }
    },
  };
}
