import type { Database } from '@moltnet/database';

/** Longer than any code that one may hold. */
const KEPT = '1 day';

/** Deletes old messages, at most `limit`. @returns how many. */
export async function sweepMessages({ sql }: Database, limit: number): Promise<number> {
  const { count } = await sql`
    delete from ory_local.courier_messages where ctid = any(array(
      select ctid from ory_local.courier_messages
      where created_at < now() - ${KEPT}::interval limit ${limit}))`;
  return count;
}
