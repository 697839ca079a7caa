import type { Source } from '@moltnet/database';
import { normalizeIdentifier } from './schema.ts';

/**
 * Who can recover their account by this e-mail address, `null` when nobody can. An agent's login name
 * is its key, which is no address.
 */
export async function findRecoverable(
  { sql }: Source,
  schemaId: string,
  email: string,
): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    select i.id from ory_local.identity_identifiers n
    join ory_local.identities i on i.id = n.identity_id
    where n.type = 'password' and n.identifier = ${normalizeIdentifier(email)}
      and i.schema_id = ${schemaId} and i.state = 'active'`;
  return row?.id ?? null;
}
