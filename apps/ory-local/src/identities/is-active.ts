import type { Database } from '@moltnet/database';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether an identity is there and has not been deactivated; false for what is no id. */
export async function isActiveIdentity({ sql }: Database, id: string): Promise<boolean> {
  if (!UUID.test(id)) return false;
  const rows = await sql`
    select from ory_local.identities where id = ${id} and state = 'active'`;
  return rows.length > 0;
}
