import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type ExportedJWKSCache,
  jwksCache,
  type JWTVerifyGetKey,
} from 'jose';
import { Circuit } from '../circuit.ts';
import { UpstreamUnavailableError } from '../upstream-error.ts';

/**
 * Within this time after a fetch an unknown key id asks for no other: made-up ids cost nothing
 * upstream, and a key that was just rotated in is known at the latest then.
 */
const COOLDOWN_MS = 5_000;
const FRESH_MS = 10 * 60_000;
/**
 * How long the last keys serve while no others can be had. Tokens live an hour, and a server that
 * gives out no keys mints none.
 */
const STALE_MS = 60 * 60_000;
const CIRCUIT = { threshold: 2, openMs: 1_000 };

/**
 * The signing keys at `url`, fetched on first use and again when they age or a token names an
 * unknown one. Throws `UpstreamUnavailableError` when the key that is asked for cannot be had, and
 * jose's `JWKSNoMatchingKey` when the server is known not to have it.
 */
export function createKeySet(url: URL, timeoutMs: number): JWTVerifyGetKey {
  const circuit = new Circuit(CIRCUIT);
  // jose writes each fetched set and its time (`uat`) in here.
  const fetched: ExportedJWKSCache | Record<string, never> = {};
  const remote = createRemoteJWKSet(url, {
    timeoutDuration: timeoutMs,
    cooldownDuration: COOLDOWN_MS,
    cacheMaxAge: FRESH_MS,
    [jwksCache]: fetched,
  });
  let known: { keyOf: JWTVerifyGetKey; fetchedAt: number } | undefined;

  /** The keys of the last fetch, whatever their age, so that a failed fetch does not lose them. */
  function lastKeys(): typeof known {
    if (fetched.uat !== undefined && fetched.uat !== known?.fetchedAt) {
      known = { keyOf: createLocalJWKSet(fetched.jwks), fetchedAt: fetched.uat };
    }
    return known;
  }

  return async function keyOf(header, token) {
    const last = lastKeys();
    const age = last === undefined ? Infinity : Date.now() - last.fetchedAt;
    if (last !== undefined && age < FRESH_MS) {
      try {
        return await last.keyOf(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey) || age < COOLDOWN_MS) throw error;
      }
    }
    let fault = 'circuit open';
    if (circuit.admits()) {
      try {
        const key = await remote(header, token);
        circuit.succeeded();
        return key;
      } catch (error) {
        if (isAboutToken(error)) {
          circuit.succeeded();
          throw error;
        }
        circuit.failed();
        fault = error instanceof Error ? error.name : 'no answer';
      }
    }
    if (last !== undefined && age < STALE_MS) {
      // Not having the key means nothing now: it may have come after the last fetch.
      const key = await Promise.resolve(last.keyOf(header, token)).catch(() => undefined);
      if (key !== undefined) return key;
    }
    throw new UpstreamUnavailableError({ operation: 'hydra.jwks', reason: fault });
  };
}

/** Whether the keys are there and the token is what is wrong. */
function isAboutToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}
