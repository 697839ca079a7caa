import type { Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import { type AccessKeyRecord, selectKeysWithin } from './access-key-reader.ts';

export interface NewAccessKey extends Pick<
  AccessKeyRecord,
  'id' | 'identityId' | 'name' | 'secretHash' | 'ttlDays'
> {
  readonly scopes: readonly string[];
  readonly teamId?: string | null;
  readonly issuedBy?: string | null;
  /** A later answer of the same registration replaces this key. */
  readonly registration?: string;
  /** It expires no later than this; RFC 3339. */
  readonly notAfter?: string | undefined;
}

/** Writes the bearer keys that agents issue. */
export function accessKeyWriter({ sql }: Transaction) {
  const expiry = (ttlDays: number, notAfter: string | undefined) => sql`
    least(clock_timestamp() + ${ttlDays} * interval '1 day', ${notAfter ?? null}::timestamptz)`;

  return typedErrors({
    /** How many keys of the agent are live; until the transaction ends nobody else issues one. */
    async countLive(identityId: string): Promise<number> {
      await sql`SELECT 1 FROM agents WHERE identity_id = ${identityId} FOR UPDATE`;
      const [row] = await sql<[{ count: number }]>`
        SELECT count(*) FROM agent_access_keys
        WHERE identity_id = ${identityId} AND revoked_at IS NULL AND expires_at > clock_timestamp()`;
      return row.count;
    },

    /** The key that an earlier answer of this registration issued; two at once take turns. */
    async idOfRegistration(registration: string): Promise<string | undefined> {
      await sql`SELECT pg_advisory_xact_lock(hashtextextended(${registration}, 0))`;
      const [key] = await sql<Pick<AccessKeyRecord, 'id'>[]>`
        SELECT id FROM agent_access_keys WHERE registration = ${registration}`;
      return key?.id;
    },

    async issue(key: NewAccessKey): Promise<AccessKeyRecord> {
      const { ttlDays, notAfter } = key;
      const [issued] = await sql<[AccessKeyRecord]>`
        INSERT INTO agent_access_keys (id, identity_id, name, secret_hash, scopes, team_id,
                                       issued_by, ttl_days, registration, expires_at)
        VALUES (${key.id}, ${key.identityId}, ${key.name}, ${key.secretHash},
                ${[...key.scopes]}::text[], ${key.teamId ?? null}, ${key.issuedBy ?? null},
                ${ttlDays}, ${key.registration ?? null}, ${expiry(ttlDays, notAfter)})
        ON CONFLICT (registration) DO UPDATE
          SET secret_hash = excluded.secret_hash, expires_at = excluded.expires_at,
              revoked_at = NULL
        RETURNING *`;
      return issued;
    },

    /** Gives a live key another secret and its time anew; undefined when it is not live. */
    async replaceSecret(
      id: string,
      secretHash: string,
      notAfter?: string,
    ): Promise<AccessKeyRecord | undefined> {
      const [key] = await sql<AccessKeyRecord[]>`
        UPDATE agent_access_keys AS keys
        SET secret_hash = ${secretHash},
            expires_at = least(clock_timestamp() + ttl_days * interval '1 day',
                               ${notAfter ?? null}::timestamptz,
                               (SELECT expires_at FROM agent_access_keys
                                WHERE id = keys.issued_by))
        WHERE id = ${id} AND revoked_at IS NULL AND expires_at > clock_timestamp()
        RETURNING *`;
      return key;
    },

    /** Ends a key and all that were issued by it, at any remove. */
    async revoke(id: string): Promise<void> {
      await sql`
        UPDATE agent_access_keys SET revoked_at = clock_timestamp()
        WHERE id IN (${selectKeysWithin(sql, id)}) AND revoked_at IS NULL`;
    },

    /** Deletes keys that have been dead for `keepMs`, at most `limit`; returns how many. */
    async sweep(keepMs: number, limit: number): Promise<number> {
      const { count } = await sql`
        DELETE FROM agent_access_keys WHERE id IN (
          SELECT id FROM agent_access_keys
          WHERE least(expires_at, revoked_at) < clock_timestamp() - ${keepMs} * interval '1 ms'
          LIMIT ${limit} FOR UPDATE SKIP LOCKED)`;
      return count;
    },
  });
}
