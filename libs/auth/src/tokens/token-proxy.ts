import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { Circuit } from '../circuit.ts';
import { UpstreamUnavailableError } from '../upstream-error.ts';
import type { SealedAnswers } from './sealed-answers.ts';
import { clientIdOf, type TokenRequest } from './token-request.ts';

/** Hydra's answer, to be sent as it is. */
export interface TokenAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface TokenProxyOptions {
  /** Hydra's public URL. */
  readonly hydraUrl: string;
  readonly timeoutMs: number;
  /**
   * Which secret the client has, `null` when there is no such client. Asked before a token is minted
   * and again every 5 s of a kept answer's use, so that one which another machine's rotation made
   * void is not given any more.
   */
  readonly versionOf?: (clientId: string) => Promise<string | null>;
  /** Where machines keep these answers for each other; absent: each keeps its own. */
  readonly shared?: SealedAnswers | undefined;
}

/** Forwards `POST /oauth2/token` to Hydra. */
export interface TokenProxy {
  /**
   * Hydra's status and body. A client_credentials answer that is still good for 30 s is given again
   * without asking (API.md, "Registration and credentials"), its `expires_in` counted down.
   * @throws UpstreamUnavailableError when Hydra does not answer or fails.
   */
  exchange(request: TokenRequest): Promise<TokenAnswer>;
  /** Forgets the answers for a client: when its secret was changed. */
  forget(clientId: string): void;
}

/** As other machines may see it, too. */
interface Minted {
  readonly clientId: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Of the secret that got it. */
  readonly version: string | null;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

interface Kept extends Minted {
  recheckAt: number;
}

const MAX_KEPT = 10_000;
const SPARE_MS = 30_000;
const RECHECK_MS = 5_000;
const CIRCUIT = { threshold: 5, openMs: 1_000 };
const NO_STORE = { 'cache-control': 'no-store', pragma: 'no-cache' };

export function createTokenProxy(options: TokenProxyOptions): TokenProxy {
  const { hydraUrl, timeoutMs, versionOf = async () => null, shared } = options;
  const url = `${hydraUrl.replace(/\/+$/, '')}/oauth2/token`;
  const circuit = new Circuit(CIRCUIT);
  const kept = new LRUCache<string, Kept>({ max: MAX_KEPT });
  /** Counts calls of `forget`, so that an answer from before one is not kept after it. */
  let forgotten = 0;

  return {
    async exchange(request) {
      const clientId = clientIdOf(request);
      if (request.form['grant_type'] !== 'client_credentials' || clientId === null) {
        return forward(request);
      }
      const credential = credentialOf(request);
      const key = hash('sha256', credential, 'base64url');
      const now = Date.now();
      const known = kept.get(key);
      if (known !== undefined && isGood(known, now) && (await isCurrent(known))) {
        return again(known, now);
      }
      const epoch = forgotten;
      const version = await versionOf(clientId);
      const other = version === null ? null : ((await shared?.find(credential)) as Minted | null);
      if (other?.version === version && other.clientId === clientId && isGood(other, now)) {
        if (epoch === forgotten) kept.set(key, { ...other, recheckAt: now + RECHECK_MS });
        return again(other, now);
      }
      const answer = await forward(request);
      const expiresAt = expiryOf(answer, now);
      const minted = { clientId, version, body: answer.body as Minted['body'], expiresAt };
      if (epoch === forgotten && isGood(minted, now)) {
        kept.set(key, { ...minted, recheckAt: now + RECHECK_MS });
        // Not waited for: nobody needs it before it is there.
        if (version !== null) void shared?.keep(credential, minted, expiresAt - SPARE_MS - now);
      }
      return answer;
    },
    forget(clientId) {
      forgotten += 1;
      for (const [key, answer] of kept.entries()) {
        if (answer.clientId === clientId) kept.delete(key);
      }
    },
  };

  async function isCurrent(answer: Kept): Promise<boolean> {
    const now = Date.now();
    if (now < answer.recheckAt) return true;
    if ((await versionOf(answer.clientId)) !== answer.version) return false;
    answer.recheckAt = now + RECHECK_MS;
    return true;
  }

  async function forward({ form, authorization }: TokenRequest): Promise<TokenAnswer> {
    const operation = 'hydra.token';
    const unavailable = (reason: string) => {
      circuit.failed();
      return new UpstreamUnavailableError({ operation, reason });
    };
    if (!circuit.admits()) {
      const { retryAfter } = circuit;
      throw new UpstreamUnavailableError({ operation, reason: 'circuit open', retryAfter });
    }
    let response: Response;
    let body: unknown;
    try {
      // Not through @ory/client: its token call takes neither a client secret nor most grants.
      response = await fetch(url, {
        method: 'POST',
        headers: authorization === undefined ? {} : { authorization },
        body: new URLSearchParams({ ...form }),
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      body = await response.json();
    } catch (error) {
      // The error is not passed on: what failed is its name's business, the request holds a secret.
      throw unavailable(error instanceof Error ? error.name : 'no answer');
    }
    if (response.status >= 500) throw unavailable(`HTTP ${response.status}`);
    circuit.succeeded();
    const challenge = response.headers.get('www-authenticate');
    return {
      status: response.status,
      headers: { ...NO_STORE, ...(challenge === null ? {} : { 'www-authenticate': challenge }) },
      body,
    };
  }
}

/** The credential and everything else that the token depends on. A secret. */
function credentialOf({ form, authorization }: TokenRequest): string {
  const fields = Object.entries(form).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([authorization ?? '', fields]);
}

function isGood({ expiresAt }: Minted, now: number): boolean {
  return expiresAt - SPARE_MS > now;
}

function again({ body, expiresAt }: Minted, now: number): TokenAnswer {
  const expires_in = Math.floor((expiresAt - now) / 1000);
  return { status: 200, headers: NO_STORE, body: { ...body, expires_in } };
}

/** Milliseconds since the epoch; 0 for what is not a token with a lifetime. */
function expiryOf({ status, body }: TokenAnswer, now: number): number {
  const { expires_in } = (body ?? {}) as { expires_in?: unknown };
  return status === 200 && typeof expires_in === 'number' ? now + expires_in * 1000 : 0;
}
