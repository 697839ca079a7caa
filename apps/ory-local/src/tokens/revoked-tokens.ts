import type { Database } from '@moltnet/database';

/** The few JWTs that were revoked before they expired; all the others are stored nowhere. */
export interface RevokedTokens {
  /** @param expiresAt Seconds since 1970; after that the entry is of no use and is swept. */
  add(id: string, expiresAt: number): Promise<void>;
  has(id: string): Promise<boolean>;
}

export function revokedTokens({ sql }: Database): RevokedTokens {
  return {
    async add(id, expiresAt) {
      await sql`
        insert into ory_local.revoked_tokens values (${id}, to_timestamp(${expiresAt}))
        on conflict do nothing`;
    },
    async has(id) {
      const rows = await sql`select from ory_local.revoked_tokens where jti = ${id}`;
      return rows.length > 0;
    },
  };
}
