import type { Database } from '@moltnet/database';
import { errors, type Adapter, type AdapterPayload } from 'oidc-provider';
import { toProviderMetadata } from '../clients/client.ts';
import type { ClientStore } from '../clients/store.ts';

type Key = 'id' | 'uid' | 'user_code';

/** State of oidc-provider of one kind (opaque tokens, codes, grants, sessions) in Postgres. */
export class ProviderRecords implements Adapter {
  readonly #sql: Database['sql'];
  readonly #kind: string;

  constructor({ sql }: Database, kind: string) {
    this.#sql = sql;
    this.#kind = kind;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn: number | undefined): Promise<void> {
    const record = {
      kind: this.#kind,
      id,
      payload: JSON.stringify(payload),
      grant_id: payload.grantId ?? null,
      uid: payload.uid ?? null,
      user_code: payload.userCode ?? null,
      expires_at:
        expiresIn === undefined ? null : new Date(Date.now() + expiresIn * 1000).toISOString(),
    };
    await this.#sql`
      insert into ory_local.provider_records ${this.#sql(record)}
      on conflict (kind, id) do update set payload = excluded.payload,
        grant_id = excluded.grant_id, uid = excluded.uid, user_code = excluded.user_code,
        expires_at = excluded.expires_at`;
  }

  find = (id: string): Promise<AdapterPayload | undefined> => this.#find('id', id);

  findByUid = (uid: string): Promise<AdapterPayload | undefined> => this.#find('uid', uid);

  findByUserCode = (code: string): Promise<AdapterPayload | undefined> =>
    this.#find('user_code', code);

  /** Uses a code or a refresh token up, once: of two at the same moment, the second is refused. */
  async consume(id: string): Promise<void> {
    const consumed = await this.#sql`
      update ory_local.provider_records set consumed_at = now()
      where kind = ${this.#kind} and id = ${id} and consumed_at is null`;
    if (consumed.count === 0) throw new errors.InvalidGrant('used at the same moment');
  }

  async destroy(id: string): Promise<void> {
    await this.#sql`
      delete from ory_local.provider_records where kind = ${this.#kind} and id = ${id}`;
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.#sql`
      delete from ory_local.provider_records where kind = ${this.#kind} and grant_id = ${grantId}`;
  }

  async #find(by: Key, value: string): Promise<AdapterPayload | undefined> {
    const [row] = await this.#sql<{ payload: AdapterPayload; consumedAt: string | null }[]>`
      select payload, consumed_at from ory_local.provider_records
      where kind = ${this.#kind} and ${this.#sql(by)} = ${value}
        and (expires_at is null or expires_at > now())`;
    if (row === undefined) return undefined;
    return row.consumedAt === null
      ? row.payload
      : { ...row.payload, consumed: Math.floor(Date.parse(row.consumedAt) / 1000) };
  }
}

/** The clients of the admin API, for oidc-provider to read; it never writes them. */
export class ProviderClients implements Adapter {
  readonly #clients: Pick<ClientStore, 'find'>;

  constructor(clients: Pick<ClientStore, 'find'>) {
    this.#clients = clients;
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const row = await this.#clients.find(id);
    return row === undefined ? undefined : (toProviderMetadata(row) as AdapterPayload);
  }

  upsert = readOnly;
  consume = readOnly;
  destroy = readOnly;
  revokeByGrantId = readOnly;
  findByUid = readOnly;
  findByUserCode = readOnly;
}

async function readOnly(): Promise<undefined> {
  throw new Error('clients are written by the admin API alone');
}
