import { generateKeyPair, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import type { JWK } from 'jose';
import type { Database } from '@moltnet/database';
import { lockStore } from '../store/schema.ts';

/**
 * The keys that sign tokens, newest first, made on the first start and kept, so that a token
 * outlives a restart. RSA 2048 for RS256, which is what Hydra signs with.
 */
export async function signingKeys(database: Database): Promise<JWK[]> {
  const stored = await select(database);
  if (stored.length > 0) return stored;
  const jwk = await generate();
  // Of two first starts at once, the key of the one that gets the lock first is the key of both.
  await database.transaction(async (tx) => {
    await lockStore(tx);
    await tx.sql`
      insert into ory_local.signing_keys (kid, jwk)
      select ${jwk.kid}, ${JSON.stringify(jwk)}::jsonb
      where not exists (select from ory_local.signing_keys)`;
  });
  return select(database);
}

async function select({ sql }: Database): Promise<JWK[]> {
  const rows = await sql<{ jwk: JWK }[]>`
    select jwk from ory_local.signing_keys order by created_at desc`;
  return rows.map(({ jwk }) => jwk);
}

async function generate(): Promise<JWK & { kid: string }> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'RS256' };
}
