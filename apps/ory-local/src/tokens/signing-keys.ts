import { generateKeyPair, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import type { JWK } from 'jose';
import type { Database } from '@moltnet/database';
import { lockStore } from '../store/schema.ts';
import { Sealing } from './sealing.ts';

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
 * The keys that sign tokens, newest first, made on the first start and kept, so that a token
 * outlives a restart. RSA 2048 for RS256, which is what Hydra signs with.
 *
 * @throws SigningKeysSealedError
 */
export async function signingKeys(database: Database, systemSecret: string): Promise<JWK[]> {
  const sealing = new Sealing(systemSecret, 'signing-keys');
  const stored = await select(database, sealing);
  if (stored.length > 0) return stored;
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

async function select({ sql }: Database, sealing: Sealing): Promise<JWK[]> {
  const rows = await sql<{ sealedJwk: string }[]>`
    select sealed_jwk from ory_local.signing_keys order by created_at desc`;
  try {
    return rows.map(({ sealedJwk }) => JSON.parse(sealing.open(sealedJwk)) as JWK);
  } catch {
    throw new SigningKeysSealedError();
  }
}

async function generate(): Promise<JWK & { kid: string }> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'RS256' };
}
