import type { AcceptOAuth2ConsentRequest, OAuth2ConsentRequest } from '@ory/client';
import type { Database } from '@moltnet/database';
import { decodePageToken, encodePageToken } from '../page-token.ts';
import { deleteConsents, type ConsentFilter } from './delete-consents.ts';

/** A row of `ory_local.consents`: what a person allowed a client, once. */
export interface ConsentRow {
  grantId: string;
  subject: string;
  clientId: string;
  requestId: string;
  request: OAuth2ConsentRequest;
  granted: AcceptOAuth2ConsentRequest;
  /** RFC 3339. */
  handledAt: string;
}

/** Later than any browser remembers anything. */
const FOR_EVER = '9999-12-31T00:00:00Z';

/** What people allowed clients, in Postgres beside the grants of oidc-provider. */
export class ConsentStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async record(consent: Omit<ConsentRow, 'handledAt'>): Promise<void> {
    const { granted } = consent;
    await this.#database.transaction(async ({ sql }) => {
      await sql`
        insert into ory_local.consents
          (grant_id, subject, client_id, request_id, request, granted, remember_until)
        values (${consent.grantId}, ${consent.subject}, ${consent.clientId}, ${consent.requestId},
                ${JSON.stringify(consent.request)}::jsonb, ${JSON.stringify(granted)}::jsonb,
                ${rememberUntil(granted)})`;
      await sql`
        update ory_local.oauth2_clients set last_granted_at = now()
        where client_id = ${consent.clientId}`;
    });
  }

  /** The last consent of this person to this client that is to be remembered and still stands. */
  async remembered(subject: string, clientId: string): Promise<ConsentRow | undefined> {
    const { sql } = this.#database;
    const [row] = await sql<ConsentRow[]>`
      select c.* from ory_local.consents c
      join ory_local.provider_records g on g.kind = 'Grant' and g.id = c.grant_id
      where c.subject = ${subject} and c.client_id = ${clientId}
        and c.remember_until > now() and g.expires_at > now()
      order by c.handled_at desc limit 1`;
    return row;
  }

  async ofGrant(grantId: string): Promise<ConsentRow | undefined> {
    const { sql } = this.#database;
    const [row] = await sql<ConsentRow[]>`
      select * from ory_local.consents where grant_id = ${grantId}`;
    return row;
  }

  /** The consents of a person that stand, in the order of their ids. */
  async list(subject: string, pageSize: number, pageToken?: string) {
    const { sql } = this.#database;
    const after = decodePageToken(pageToken) ?? '';
    const rows = await sql<ConsentRow[]>`
      select c.* from ory_local.consents c
      join ory_local.provider_records g on g.kind = 'Grant' and g.id = c.grant_id
      where c.subject = ${subject} and c.grant_id > ${after} and g.expires_at > now()
      order by c.grant_id limit ${pageSize + 1}`;
    const last = rows[pageSize - 1];
    return {
      consents: rows.slice(0, pageSize),
      nextPageToken: rows.length > pageSize && last ? encodePageToken(last.grantId) : '',
    };
  }

  /** Ends consents, and every code and token that came of them. */
  async revoke(filter: ConsentFilter): Promise<void> {
    await this.#database.transaction((tx) => deleteConsents(tx, filter));
  }

  /** Ends the browser sessions in which a person is logged in. */
  async endLogins(subject: string): Promise<void> {
    const { sql } = this.#database;
    await sql`
      delete from ory_local.provider_records
      where kind = 'Session' and payload->>'accountId' = ${subject}`;
  }
}

function rememberUntil({ remember, remember_for }: AcceptOAuth2ConsentRequest): string | null {
  if (remember !== true) return null;
  return remember_for ? new Date(Date.now() + remember_for * 1000).toISOString() : FOR_EVER;
}
