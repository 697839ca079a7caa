import type { Source, Transaction } from '@moltnet/database';
import { normalizeIdentifier } from '../identities/schema.ts';

/**
 * Whose login name this is, and the hash of their password. One statement in every case, so that
 * its time does not tell who has an account.
 */
export async function findPassword(
  { sql }: Source,
  identifier: string,
): Promise<{ identityId: string; hash: string } | undefined> {
  const [row] = await sql<{ identityId: string; hash: string }[]>`
    select p.identity_id, p.hash
    from ory_local.identity_identifiers i
    join ory_local.identity_passwords p on p.identity_id = i.identity_id
    where i.type = 'password' and i.identifier = ${normalizeIdentifier(identifier)}`;
  return row;
}

/** Sets or replaces the password of an identity by what `hashPassword` made. */
export async function writePassword(
  { sql }: Transaction,
  identityId: string,
  hash: string,
): Promise<void> {
  await sql`
    insert into ory_local.identity_passwords (identity_id, hash) values (${identityId}, ${hash})
    on conflict (identity_id) do update set hash = excluded.hash, updated_at = now()`;
}
