import type { Database } from '@moltnet/database';
import type { Logger } from '@moltnet/observability';
import { conflict, notFound } from '../errors.ts';
import { parseDuration } from './duration.ts';
import { addSigningKey, dropRetiredKeys, signingKeys, type SigningKey } from './signing-keys.ts';

export interface KeyRingOptions {
  database: Database;
  systemSecret: string;
  /** So long a new key is in the JWKS before it signs. Milliseconds. */
  publishedMs?: number | undefined;
  /** Of a token whose client says nothing else. Seconds. */
  tokenTtl: number;
  logger: Logger;
}

/** Longer than verifiers of tokens wait between two fetches of the keys: jose's default is 30 s. */
const KEY_PUBLISHED_MS = 60_000;

/** Keys that have been replaced are looked for so often. Milliseconds. */
const RETIRE_EVERY_MS = 10 * 60_000;

/**
 * The signing keys of a running process. A new key is shown first and signs later, when everybody
 * who verifies has had time to fetch it; the old one stays until the last of its tokens is over.
 */
export class KeyRing {
  readonly #options: KeyRingOptions;
  readonly #onChange: ((keys: SigningKey[]) => void)[] = [];
  readonly #retiring: NodeJS.Timeout;
  #keys: SigningKey[];
  #turning: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(options: KeyRingOptions, keys: SigningKey[]) {
    this.#options = options;
    this.#keys = keys;
    this.#retiring = setInterval(() => this.#retire(), RETIRE_EVERY_MS).unref();
  }

  static async open(options: KeyRingOptions): Promise<KeyRing> {
    const { keys, nextInMs } = await signingKeys(options.database, options.systemSecret);
    const ring = new KeyRing(options, keys);
    ring.#awaitNext(nextInMs);
    return ring;
  }

  /** The first signs; all of them verify. */
  get keys(): readonly SigningKey[] {
    return this.#keys;
  }

  /** Calls back whenever keys come, go or begin to sign. */
  watch(onChange: (keys: SigningKey[]) => void): void {
    this.#onChange.push(onChange);
  }

  /** Makes the key that signs next. @returns its id. */
  async rotate(): Promise<string> {
    const { database, systemSecret, publishedMs = KEY_PUBLISHED_MS } = this.#options;
    const kid = await addSigningKey(database, systemSecret, publishedMs);
    await this.#reload();
    return kid;
  }

  /**
   * Takes a key away at once, and with it every token that it signed.
   *
   * @throws OryError 404, and 409 for the one that signs: another has to, first.
   */
  async remove(kid: string): Promise<void> {
    const { sql } = this.#options.database;
    if (!this.#keys.some((key) => key.kid === kid)) throw notFound('There is no such key.');
    if (this.#keys[0]?.kid === kid) throw conflict('This key signs: make another one first.');
    await sql`delete from ory_local.signing_keys where kid = ${kid}`;
    await this.#reload();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#turning);
    clearInterval(this.#retiring);
  }

  async #reload(): Promise<void> {
    const { database, systemSecret } = this.#options;
    const before = idsOf(this.#keys);
    const { keys, nextInMs } = await signingKeys(database, systemSecret);
    this.#keys = keys;
    if (idsOf(keys) !== before) for (const changed of this.#onChange) changed(keys);
    this.#awaitNext(nextInMs);
  }

  #awaitNext(ms: number | undefined): void {
    clearTimeout(this.#turning);
    if (ms === undefined || this.#closed) return;
    this.#turning = setTimeout(() => this.#quietly(this.#reload()), Math.max(50, ms)).unref();
  }

  #retire(): void {
    const { database, tokenTtl } = this.#options;
    this.#quietly(
      longestTokenTtl(database, tokenTtl)
        .then((ttl) => dropRetiredKeys(database, ttl))
        .then(() => this.#reload()),
    );
  }

  #quietly(work: Promise<void>): void {
    work.catch((error: unknown) => {
      if (this.#closed) return;
      this.#options.logger.warn({ err: error }, 'the signing keys stay as they are until later');
      this.#turning = setTimeout(() => this.#quietly(this.#reload()), 1000).unref();
    });
  }
}

/** The same while the same keys are in the same order, the one that signs first. */
const idsOf = (keys: readonly SigningKey[]): string => keys.map(({ kid }) => kid).join(' ');

/** Seconds that any token can live: clients may have lifespans of their own. */
export async function longestTokenTtl({ sql }: Database, tokenTtl: number): Promise<number> {
  const rows = await sql<{ lifespan: string }[]>`
    select distinct lifespan from ory_local.oauth2_clients,
      lateral (values (document->>'client_credentials_grant_access_token_lifespan'),
                      (document->>'authorization_code_grant_access_token_lifespan')) v (lifespan)
    where lifespan <> ''`;
  return Math.max(tokenTtl, ...rows.map(({ lifespan }) => parseDuration(lifespan)));
}
