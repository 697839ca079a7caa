import { LIMITS } from '@moltnet/contract';
import type { Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { WebhookDeliveryRecord, WebhookRecord } from './webhook-reader.ts';

export type NewWebhook = Pick<
  WebhookRecord,
  'id' | 'diaryId' | 'ownerId' | 'owner' | 'url' | 'events' | 'secretHash'
>;
export type NewWebhookDelivery = Omit<WebhookDeliveryRecord, 'createdAt'>;
export type DisabledReason = NonNullable<WebhookRecord['disabledReason']>;

/** Writes webhooks, and where each of them is in the log of changes. */
export function webhookWriter({ sql }: Transaction) {
  return typedErrors({
    /** Lets nobody else make one for this owner until the transaction ends. */
    async lockOwner(ownerId: string): Promise<void> {
      await sql`SELECT pg_advisory_xact_lock(hashtextextended('webhooks ' || ${ownerId}::text, 0))`;
    },

    /**
     * It is told of what changes from now on.
     * @throws {ForeignKeyViolation} webhooks_diary_id_fkey: no such diary
     */
    async create(webhook: NewWebhook): Promise<WebhookRecord> {
      const [created] = await sql<[WebhookRecord]>`
        INSERT INTO webhooks (id, diary_id, owner_id, owner, url, events, secret_hash, cursor_seq)
        SELECT ${webhook.id}, ${webhook.diaryId}, ${webhook.ownerId},
               ${JSON.stringify(webhook.owner)}::jsonb, ${webhook.url}, ${webhook.events}::text[],
               ${webhook.secretHash}, last_seq
        FROM diary_change_numbers
        RETURNING *`;
      return created;
    },

    async delete(webhookId: string): Promise<void> {
      await sql`DELETE FROM webhooks WHERE id = ${webhookId}`;
    },

    /** Those that have waited longest and that nobody else is at. */
    async claim({ limit, leaseMs }: { limit: number; leaseMs: number }): Promise<WebhookRecord[]> {
      return sql<WebhookRecord[]>`
        WITH next AS (
          SELECT id FROM webhooks
          WHERE due AND status = 'active' AND next_attempt_at <= clock_timestamp()
            AND (lease_until IS NULL OR lease_until <= clock_timestamp())
          ORDER BY next_attempt_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
        UPDATE webhooks SET lease_until = clock_timestamp() + ${leaseMs} * interval '1 ms'
        FROM next WHERE webhooks.id = next.id
        RETURNING webhooks.*`;
    },

    /**
     * Notes an attempt, and where it was delivered the new place. Returns when; undefined where the
     * webhook is gone.
     */
    async record(delivery: NewWebhookDelivery, cursorSeq?: number): Promise<string | undefined> {
      const [noted] = await sql<{ createdAt: string }[]>`
        INSERT INTO webhook_deliveries
          (id, webhook_id, message_id, event_type, attempt, outcome, response_status, error,
           duration_ms)
        SELECT ${delivery.id}, id, ${delivery.messageId}, ${delivery.eventType},
               ${delivery.attempt}, ${delivery.outcome}, ${delivery.responseStatus},
               left(${delivery.error}, 300), ${delivery.durationMs}
        FROM webhooks WHERE id = ${delivery.webhookId}
        RETURNING created_at`;
      if (cursorSeq !== undefined) {
        await sql`UPDATE webhooks SET cursor_seq = ${cursorSeq}, attempts = 0
                  WHERE id = ${delivery.webhookId}`;
      }
      return noted?.createdAt;
    },

    /** Keeps the newest attempts of a webhook alone. */
    async trim(webhookId: string): Promise<void> {
      await sql`
        DELETE FROM webhook_deliveries WHERE id IN (
          SELECT id FROM webhook_deliveries WHERE webhook_id = ${webhookId}
          ORDER BY created_at DESC, id DESC OFFSET ${LIMITS.webhooks.deliveries} LIMIT 100)`;
    },

    /** Gives a webhook back that has been told of everything up to `cursorSeq`. */
    async release(webhookId: string, cursorSeq: number): Promise<void> {
      // Locked by a statement of its own: who numbers changes marks it as due under the same lock.
      await sql`SELECT FROM webhooks WHERE id = ${webhookId} FOR UPDATE`;
      await sql`
        UPDATE webhooks
        SET cursor_seq = greatest(cursor_seq, ${cursorSeq}), lease_until = NULL, attempts = 0,
            due = EXISTS (SELECT FROM diary_changes AS c
                          WHERE c.diary_id = webhooks.diary_id
                            AND c.seq > greatest(webhooks.cursor_seq, ${cursorSeq}))
        WHERE id = ${webhookId}`;
    },

    /** Gives a webhook back whose next delivery failed; `counts`: it is its endpoint's failure. */
    async retry(webhookId: string, pauseMs: number, counts: boolean): Promise<void> {
      await sql`
        UPDATE webhooks
        SET lease_until = NULL, attempts = attempts + ${counts ? 1 : 0},
            next_attempt_at = clock_timestamp() + ${pauseMs} * interval '1 ms'
        WHERE id = ${webhookId}`;
    },

    async disable(webhookId: string, reason: DisabledReason): Promise<void> {
      await sql`
        UPDATE webhooks SET status = 'disabled', disabled_reason = ${reason}, lease_until = NULL
        WHERE id = ${webhookId}`;
    },

    /** Takes a disabled one up again, where it was, or where what is kept begins. */
    async enable(webhookId: string): Promise<void> {
      await sql`
        UPDATE webhooks
        SET status = 'active', disabled_reason = NULL, attempts = 0, due = true,
            next_attempt_at = clock_timestamp(),
            cursor_seq = greatest(cursor_seq, (SELECT pruned_seq FROM diary_change_numbers))
        WHERE id = ${webhookId} AND status = 'disabled'`;
    },

    /** Forgets attempts older than `olderThanMs`, at most `limit`; returns how many. */
    async sweep(olderThanMs: number, limit: number): Promise<number> {
      const { count } = await sql`
        DELETE FROM webhook_deliveries WHERE id IN (
          SELECT id FROM webhook_deliveries
          WHERE created_at < clock_timestamp() - ${olderThanMs} * interval '1 ms'
          LIMIT ${limit} FOR UPDATE SKIP LOCKED)`;
      return count;
    },
  });
}
