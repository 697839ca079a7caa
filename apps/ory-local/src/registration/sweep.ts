import type { Database } from '@moltnet/database';

/** Rows of one statement: short enough that no token waits for it. */
const BATCH = 500;

/**
 * Forgets up to one batch of the clients that registered themselves and that nobody uses: MCP
 * clients register anew whenever they like. What was never connected goes after a day, the others 90
 * days after a person last consented.
 *
 * @returns how many went
 */
export async function sweepRegistrations({ sql }: Database): Promise<number> {
  const gone = await sql`
    with gone as (
      delete from ory_local.oauth2_clients where ctid = any(array(
        select ctid from ory_local.oauth2_clients
        where registration_token_hash is not null
          and coalesce(last_granted_at + interval '90 days', created_at + interval '1 day') < now()
        limit ${BATCH}))
      returning client_id),
    consents as (
      delete from ory_local.consents where client_id in (select client_id from gone)
      returning grant_id),
    grants as (
      delete from ory_local.provider_records
      where kind = 'Grant' and id in (select grant_id from consents))
    select from gone`;
  return gone.count;
}

/** Deletes up to one batch of the consents whose grant is over. @returns how many went. */
export async function sweepConsents({ sql }: Database): Promise<number> {
  const gone = await sql`
    delete from ory_local.consents where ctid = any(array(
      select c.ctid from ory_local.consents c
      where not exists (select from ory_local.provider_records g
                        where g.kind = 'Grant' and g.id = c.grant_id)
      limit ${BATCH}))`;
  return gone.count;
}

/** Requests that wait for a person: anybody can begin one, so their number has an end. */
const MAX_WAITING = 50_000;

/** Deletes up to one batch of the oldest of too many. @returns how many went. */
export async function sweepWaiting({ sql }: Database): Promise<number> {
  const gone = await sql`
    delete from ory_local.provider_records where ctid = any(array(
      select ctid from ory_local.provider_records where kind = 'Interaction'
      order by expires_at desc offset ${MAX_WAITING} limit ${BATCH}))`;
  return gone.count;
}
