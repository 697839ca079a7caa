import type { Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';

/** Keeps the recovery challenges that were answered until they have expired. */
export function recoveryChallengeWriter({ sql }: Transaction) {
  return typedErrors({
    /** Whether it had not been used before. */
    async use(challengeHash: string, expiresAt: string): Promise<boolean> {
      const { count } = await sql`
        INSERT INTO recovery_challenges (challenge_hash, expires_at)
        VALUES (${challengeHash}, ${expiresAt})
        ON CONFLICT DO NOTHING`;
      return count > 0;
    },

    /** Gives it back: nothing came of its use. */
    async release(challengeHash: string): Promise<void> {
      await sql`DELETE FROM recovery_challenges WHERE challenge_hash = ${challengeHash}`;
    },

    /** Deletes expired ones, at most `limit`; returns how many. */
    async sweep(limit: number): Promise<number> {
      const { count } = await sql`
        DELETE FROM recovery_challenges WHERE challenge_hash IN (
          SELECT challenge_hash FROM recovery_challenges
          WHERE expires_at <= clock_timestamp() LIMIT ${limit} FOR UPDATE SKIP LOCKED)`;
      return count;
    },
  });
}
