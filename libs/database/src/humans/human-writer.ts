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
  });
}
