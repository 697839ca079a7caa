import type { Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { SigningRequestRecord } from './signing-request-reader.ts';

export type NewSigningRequest = Pick<
  SigningRequestRecord,
  'id' | 'agentId' | 'message' | 'nonce'
> & {
  readonly lifetimeSeconds: number;
  /** With so many pending the agent gets no more. */
  readonly mostPending: number;
};

/** Writes signing requests. */
export function signingRequestWriter({ sql }: Transaction) {
  return typedErrors({
    /** Undefined when the agent has too many pending, however many ask at once. */
    async create(request: NewSigningRequest): Promise<SigningRequestRecord | undefined> {
      // Two statements: the count has to see what was committed while this one waited.
      await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`signing:${request.agentId}`}, 0))`;
      const [created] = await sql<SigningRequestRecord[]>`
        INSERT INTO signing_requests (id, agent_id, message, nonce, expires_at)
        SELECT ${request.id}, ${request.agentId}, ${request.message}, ${request.nonce},
               clock_timestamp() + ${request.lifetimeSeconds} * interval '1 s'
        WHERE ${request.mostPending} > (
          SELECT count(*) FROM signing_requests
          WHERE agent_id = ${request.agentId} AND status = 'pending'
            AND expires_at > clock_timestamp())
        RETURNING *`;
      return created;
    },

    /**
     * Completes a pending request with a signature that has been verified. Undefined when it is
     * completed or expired; of two at once, one gets it.
     */
    async complete(
      requestId: string,
      signature: string,
    ): Promise<SigningRequestRecord | undefined> {
      const [completed] = await sql<SigningRequestRecord[]>`
        UPDATE signing_requests
        SET status = 'completed', signature = ${signature}, completed_at = clock_timestamp()
        WHERE id = ${requestId} AND status = 'pending' AND expires_at > clock_timestamp()
        RETURNING *`;
      return completed;
    },

    /** Marks requests whose time is over, at most `limit`; returns how many. */
    async expire(limit: number): Promise<number> {
      const { count } = await sql`
        UPDATE signing_requests SET status = 'expired'
        WHERE id IN (SELECT id FROM signing_requests
                     WHERE status = 'pending' AND expires_at <= clock_timestamp()
                     LIMIT ${limit} FOR UPDATE SKIP LOCKED)`;
      return count;
    },
  });
}
