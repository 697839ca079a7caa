import type { Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { HumanRecord } from './human-reader.ts';

export type NewHuman = Pick<HumanRecord, 'identityId' | 'name' | 'personalTeamId'>;

/** Writes people. */
export function humanWriter({ sql }: Transaction) {
  return typedErrors({
    /**
     * Adds somebody who is not there yet; waits for a transaction that is about to add them.
     * @returns false when they are there already
     */
    async add({ identityId, name, personalTeamId }: NewHuman): Promise<boolean> {
      const { count } = await sql`
        INSERT INTO humans (identity_id, name, personal_team_id)
        VALUES (${identityId}, ${name}, ${personalTeamId})
        ON CONFLICT (identity_id) DO NOTHING`;
      return count === 1;
    },

    async rename(identityId: string, name: string | null): Promise<void> {
      await sql`
        UPDATE humans SET name = ${name}
        WHERE identity_id = ${identityId} AND name IS DISTINCT FROM ${name}`;
    },

    /**
     * Whether there is such a person; if so, nobody erases them until the transaction ends. For
     * whoever is about to write a row that names them.
     */
    async hold(identityId: string): Promise<boolean> {
      const { count } = await sql`
        SELECT FROM humans WHERE identity_id = ${identityId} FOR KEY SHARE`;
      return count === 1;
    },

    /** Notes that these identities are missing, those that were not so noted; returns which. */
    async markGone(identityIds: readonly string[]): Promise<string[]> {
      const rows = await sql<Pick<HumanRecord, 'identityId'>[]>`
        UPDATE humans SET gone_since = clock_timestamp()
        WHERE identity_id = ANY (${[...identityIds]}::uuid[]) AND gone_since IS NULL
        RETURNING identity_id`;
      return rows.map(({ identityId }) => identityId);
    },

    /** Notes that these identities are there. */
    async markPresent(identityIds: readonly string[]): Promise<void> {
      await sql`
        UPDATE humans SET gone_since = NULL
        WHERE identity_id = ANY (${[...identityIds]}::uuid[]) AND gone_since IS NOT NULL`;
    },
  });
}
