import { generateKeyPair, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import type { JWK } from 'jose';
import type { Database } from '@moltnet/database';
import { lockStore } from '../store/schema.ts';
import { Sealing } from './sealing.ts';

/** A key of ours: private, with the id that tokens name. */
export type SigningKey = JWK & { kid: string };

/** The keys at one moment. */
export interface SigningKeys {
  /** The first signs; behind it are those that will and those that have. */
  readonly keys: SigningKey[];
  /** Milliseconds until another one signs; undefined when none is to come. */
  readonly nextInMs: number | undefined;
}

/** The stored keys were sealed under another system secret. */
class SigningKeysSealedError extends Error {
  override readonly name = 'SigningKeysSealedError';

  constructor() {
    super(
      'The signing keys in the database were sealed under another ORY_LOCAL_SYSTEM_SECRET: restore it, or empty ory_local.signing_keys, which ends every token.',
    );
  }
}

/**
 * The keys that sign tokens, made on the first start and kept, so that a token outlives a restart.
 * RSA 2048 for RS256, which is what Hydra signs with.
 *
 * @throws SigningKeysSealedError
 */
export async function signingKeys(database: Database, systemSecret: string): Promise<SigningKeys> {
  const sealing = new Sealing(systemSecret, 'signing-keys');
  const stored = await select(database, sealing);
  if (stored.keys.length > 0) return stored;
  const jwk = await generate();
  // Of two first starts at once, the key of the one that gets the lock first is the key of both.
  await database.transaction(async (tx) => {
    await lockStore(tx);
    await tx.sql`
      insert into ory_local.signing_keys (kid, sealed_jwk)
      select ${jwk.kid}, ${sealing.seal(JSON.stringify(jwk))}
      where not exists (select from ory_local.signing_keys)`;
  });
  return select(database, sealing);
}

/** Makes a key that is shown at once and signs from `publishedMs` on. @returns its id. */
export async function addSigningKey(
  { sql }: Database,
  systemSecret: string,
  publishedMs: number,
): Promise<string> {
  const jwk = await generate();
  const sealed = new Sealing(systemSecret, 'signing-keys').seal(JSON.stringify(jwk));
  await sql`
    insert into ory_local.signing_keys (kid, sealed_jwk, signs_from)
    values (${jwk.kid}, ${sealed}, now() + ${publishedMs} * interval '1 millisecond')`;
  return jwk.kid;
}

/** Forgets the keys that have not signed for so long. @param longestTokenTtl Seconds. */
export async function dropRetiredKeys({ sql }: Database, longestTokenTtl: number): Promise<void> {
  await sql`
    delete from ory_local.signing_keys k where exists (
      select from ory_local.signing_keys successor
      where successor.signs_from > k.signs_from
        and successor.signs_from < now() - ${longestTokenTtl} * interval '1 second')`;
}

/** In one statement: between two, a key would be neither the one that signs nor one that is to come. */
async function select({ sql }: Database, sealing: Sealing): Promise<SigningKeys> {
  const rows = await sql<{ sealedJwk: string; nextInMs: number | null }[]>`
    select sealed_jwk,
           (extract(epoch from min(signs_from) filter (where signs_from > now()) over () - now())
            * 1000)::float8 as next_in_ms
    from ory_local.signing_keys
    order by signs_from <= now() desc, signs_from desc`;
  try {
    const keys = rows.map(({ sealedJwk }) => JSON.parse(sealing.open(sealedJwk)) as SigningKey);
    return { keys, nextInMs: rows[0]?.nextInMs ?? undefined };
  } catch {
    throw new SigningKeysSealedError();
  }
}

async function generate(): Promise<SigningKey> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'RS256' };
}

/** The public half, as it is in the JWKS. */
export const publicPart = ({ kty, n, e, kid, alg, use }: JWK): JWK =>
  ({ kty, n, e, kid, alg, use }) as JWK;
