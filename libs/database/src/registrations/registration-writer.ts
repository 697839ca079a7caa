import type { Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { registrations } from '../schema/identity.ts';

export type RegistrationRecord = Readonly<typeof registrations.$inferSelect>;

export interface RegistrationClaim {
  /** SHA-256 of the nonce, so that a leak of this table replays nothing. */
  readonly nonceHash: string;
  /** Of everything else in the request. */
  readonly requestHash: string;
}

/**
 * `claimed`: this call owns the registration, as the attempt that the record says. Otherwise
 * `existing` is what an earlier call with the nonce has made of it; compare its request hash.
 */
export type ClaimedRegistration = {
  readonly outcome: 'claimed' | 'existing';
  readonly registration: RegistrationRecord;
};

/** Keeps one registration for each nonce. */
export function registrationWriter({ sql }: Transaction) {
  return typedErrors({
    /**
     * Claims a nonce. One that failed can be claimed again for the same request, as a new attempt. Two at once: one claims, the other waits and sees it.
     */
    async claim(claim: RegistrationClaim): Promise<ClaimedRegistration> {
      const { nonceHash, requestHash } = claim;
      const [claimed] = await sql<RegistrationRecord[]>`
        INSERT INTO registrations AS r (nonce_hash, request_hash)
        VALUES (${nonceHash}, ${requestHash})
        ON CONFLICT (nonce_hash) DO UPDATE SET status = 'running', attempt = r.attempt + 1
          WHERE r.status = 'failed' AND r.request_hash = excluded.request_hash
        RETURNING *`;
      if (claimed) return { outcome: 'claimed', registration: claimed };
      const [registration] = await sql<[RegistrationRecord]>`
        SELECT * FROM registrations WHERE nonce_hash = ${nonceHash}`;
      return { outcome: 'existing', registration };
    },

    async finish(nonceHash: string): Promise<void> {
      await sql`UPDATE registrations SET status = 'finished' WHERE nonce_hash = ${nonceHash}`;
    },

    async fail(nonceHash: string): Promise<void> {
      await sql`UPDATE registrations SET status = 'failed' WHERE nonce_hash = ${nonceHash}`;
    },
  });
}
