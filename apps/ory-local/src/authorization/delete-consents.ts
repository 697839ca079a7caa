import type { Source } from '@moltnet/database';

/** Whose consents: at least one of them is set. */
export interface ConsentFilter {
  subject?: string | undefined;
  clientId?: string | undefined;
  requestId?: string | undefined;
}

/** Deletes consents with their grants, which ends every code and token of theirs. */
export async function deleteConsents({ sql }: Source, filter: ConsentFilter): Promise<void> {
  const { subject, clientId, requestId } = filter;
  await sql`
    with gone as (
      delete from ory_local.consents
      where true ${subject === undefined ? sql`` : sql`and subject = ${subject}`}
        ${clientId === undefined ? sql`` : sql`and client_id = ${clientId}`}
        ${requestId === undefined ? sql`` : sql`and request_id = ${requestId}`}
      returning grant_id)
    delete from ory_local.provider_records
    where (kind = 'Grant' and id in (select grant_id from gone))
       or (kind in ('AuthorizationCode', 'RefreshToken', 'AccessToken')
           and grant_id in (select grant_id from gone))`;
}
