import type { Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { EnrollmentRecord } from './enrollment-reader.ts';

export interface NewEnrollment extends Pick<
  EnrollmentRecord,
  'id' | 'teamId' | 'tokenHash' | 'createdBy'
> {
  readonly expiresInMinutes: number;
}

/** Writes the tokens by which agents register into teams. */
export function enrollmentWriter({ sql }: Transaction) {
  return typedErrors({
    async create(enrollment: NewEnrollment): Promise<EnrollmentRecord> {
      const { id, teamId, tokenHash, createdBy, expiresInMinutes } = enrollment;
      const [created] = await sql<[EnrollmentRecord]>`
        INSERT INTO team_enrollments (id, team_id, token_hash, created_by, expires_at)
        VALUES (${id}, ${teamId}, ${tokenHash}, ${createdBy},
                clock_timestamp() + ${expiresInMinutes} * interval '1 minute')
        RETURNING *`;
      return created;
    },

    /**
     * Takes a token for a registration and says its team; undefined when there is no such token, it
     * has expired or another registration has it. Of two at once one waits, and gets nothing.
     */
    async claim(tokenHash: string, nonceHash: string): Promise<string | undefined> {
      const [claimed] = await sql<Pick<EnrollmentRecord, 'teamId'>[]>`
        UPDATE team_enrollments SET claimed_by = ${nonceHash}
        WHERE token_hash = ${tokenHash}
          AND (claimed_by = ${nonceHash}
               OR claimed_by IS NULL AND expires_at > clock_timestamp())
        RETURNING team_id`;
      return claimed?.teamId;
    },

    /** Gives back the token that a failed registration had. */
    async release(nonceHash: string): Promise<void> {
      await sql`UPDATE team_enrollments SET claimed_by = NULL WHERE claimed_by = ${nonceHash}`;
    },

    async delete(id: string): Promise<void> {
      await sql`DELETE FROM team_enrollments WHERE id = ${id}`;
    },

    /** Deletes tokens that expired `keepMs` ago, at most `limit`; returns how many. */
    async sweep(keepMs: number, limit: number): Promise<number> {
      const { count } = await sql`
        DELETE FROM team_enrollments WHERE id IN (
          SELECT id FROM team_enrollments
          WHERE expires_at < clock_timestamp() - ${keepMs} * interval '1 ms'
          LIMIT ${limit} FOR UPDATE SKIP LOCKED)`;
      return count;
    },
  });
}
