import { type Principal, notFound } from '@moltnet/auth';
import {
  CHANGE_TYPES,
  type CreateWebhookInput,
  LIMITS,
  type NewWebhook,
  Problem,
} from '@moltnet/contract';
import {
  ForeignKeyViolation,
  type Idempotency,
  once,
  diaryReader,
  webhookReader,
  webhookWriter,
} from '@moltnet/database';
import { uuidv7 } from 'uuidv7';
import type { WebhookDependencies } from './dependencies.ts';
import { endpointUrl } from './endpoint.ts';
import { ownerOf } from './owner.ts';
import { secretHash, webhookSecret } from './signature.ts';
import { webhookView } from './webhook-view.ts';

/**
 * Makes a webhook, which is told of what changes in a diary from now on. A repeat with the same
 * Idempotency-Key has the secret in it again, for it is derived and not kept.
 * @throws Problem 404 where the diary may not be read, 400 for an endpoint that is never called, 409
 *   where the caller has as many as it may
 */
export async function createWebhook(
  { db, permissions, webhooks }: WebhookDependencies,
  principal: Principal,
  input: CreateWebhookInput,
  idempotency?: Idempotency,
): Promise<NewWebhook> {
  const found = await diaryReader(db).get(input.diaryId);
  const diary = await permissions.require(principal, 'read', found);
  const url = endpointUrl(input.url, webhooks);
  const ownerId = principal.identityId;
  try {
    const webhook = await db.transaction((tx) =>
      once(tx, ownerId, idempotency, async () => {
        await webhookWriter(tx).lockOwner(ownerId);
        if ((await webhookReader(tx).count(ownerId)) >= LIMITS.webhooks.perOwner) {
          throw new Problem(
            'CONFLICT',
            `You have ${LIMITS.webhooks.perOwner} webhooks, as many as you may. Delete one first.`,
          );
        }
        const id = uuidv7();
        const record = await webhookWriter(tx).create({
          id,
          diaryId: diary.id,
          ownerId,
          owner: ownerOf(principal),
          url,
          events: input.events ?? [...CHANGE_TYPES],
          secretHash: secretHash(webhookSecret(webhooks.key, id)),
        });
        return webhookView(record);
      }),
    );
    return { ...webhook, secret: webhookSecret(webhooks.key, webhook.id) };
  } catch (error) {
    if (error instanceof ForeignKeyViolation) throw notFound();
    throw error;
  }
}
