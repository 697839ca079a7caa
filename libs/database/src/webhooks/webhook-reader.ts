import type { Source } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import { type Page, pageOf, type PageRequest } from '../paging.ts';
import type { webhookDeliveries, webhooks } from '../schema/webhooks.ts';

export type WebhookRecord = Readonly<typeof webhooks.$inferSelect>;
export type WebhookDeliveryRecord = Readonly<typeof webhookDeliveries.$inferSelect>;

/** Whose webhooks; of a key that is bound to a team, those of the team's diaries. */
export interface WebhookOwner {
  readonly ownerId: string;
  readonly teamId?: string | undefined;
}

/** Reads webhooks and what became of their deliveries. */
export function webhookReader({ sql }: Source) {
  const of = ({ ownerId, teamId }: WebhookOwner) =>
    teamId === undefined
      ? sql`owner_id = ${ownerId}`
      : sql`owner_id = ${ownerId}
            AND diary_id IN (SELECT id FROM diaries WHERE team_id = ${teamId})`;

  return typedErrors({
    /** One of the owner's. */
    async get(owner: WebhookOwner, webhookId: string): Promise<WebhookRecord | undefined> {
      const [webhook] = await sql<WebhookRecord[]>`
        SELECT * FROM webhooks WHERE id = ${webhookId} AND ${of(owner)}`;
      return webhook;
    },

    /** Those of one owner, newest first. */
    async list(
      owner: WebhookOwner,
      { after, limit }: Omit<PageRequest, 'offset'>,
    ): Promise<Page<WebhookRecord>> {
      const rows = await sql<WebhookRecord[]>`
        SELECT * FROM webhooks WHERE ${of(owner)}
          ${after ? sql`AND (created_at, id) < (${after.createdAt}, ${after.id})` : sql``}
        ORDER BY created_at DESC, id DESC LIMIT ${limit + 1}`;
      return pageOf(rows, limit);
    },

    async count(ownerId: string): Promise<number> {
      const [row] = await sql<[{ count: number }]>`
        SELECT count(*) FROM webhooks WHERE owner_id = ${ownerId}`;
      return row.count;
    },

    /** What was tried, newest first. */
    async deliveries(
      webhookId: string,
      { after, limit }: Omit<PageRequest, 'offset'>,
    ): Promise<Page<WebhookDeliveryRecord>> {
      const rows = await sql<WebhookDeliveryRecord[]>`
        SELECT * FROM webhook_deliveries WHERE webhook_id = ${webhookId}
          ${after ? sql`AND (created_at, id) < (${after.createdAt}, ${after.id})` : sql``}
        ORDER BY created_at DESC, id DESC LIMIT ${limit + 1}`;
      return pageOf(rows, limit);
    },
  });
}
