import type { OperationCases } from '../operation-case.ts';
import { hasNoneOfTheOwners, nothingThere } from '../strangers-view.ts';
import type { World } from '../world.ts';

export const memberWebhooks = {
  createWebhook: {
    request: async (world) => {
      await makeRoom(world);
      return {
        route: 'POST /webhooks',
        body: { diaryId: world.diaryId, url: 'https://nobody.invalid/hook' },
      };
    },
    seenByStranger: nothingThere,
  },
  listWebhooks: { request: () => ({ route: 'GET /webhooks' }), seenByStranger: hasNoneOfTheOwners },
  deleteWebhook: {
    request: async (world) => ({ route: `DELETE /webhooks/${await webhookToGo(world)}` }),
    seenByStranger: nothingThere,
  },
  listWebhookDeliveries: {
    request: async (world) => ({ route: `GET /webhooks/${await webhookToGo(world)}/deliveries` }),
    seenByStranger: nothingThere,
  },
  testWebhook: {
    request: async (world) => ({ route: `POST /webhooks/${await webhookToGo(world)}/test` }),
    seenByStranger: nothingThere,
  },
} satisfies OperationCases;

/** A webhook to a name that is nobody's (RFC 2606), so that no request leaves this machine. */
async function webhookToGo(world: World): Promise<string> {
  await makeRoom(world);
  const { owner, diaryId } = world;
  return (await owner.client.webhooks.create({ diaryId, url: 'https://nobody.invalid/hook' })).id;
}

/** There may be only so many at once. */
async function makeRoom({ owner }: World): Promise<void> {
  const { items } = await owner.client.webhooks.list({ limit: 100 });
  if (items.length > 15) for (const { id } of items) await owner.client.webhooks.delete(id);
}
