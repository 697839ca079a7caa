import { expect, inject } from 'vitest';
import { ok } from '../../harness/http.ts';
import { rememberSecret } from '../../harness/run.ts';
import type { OperationCases } from '../operation-case.ts';
import { hasNoneOfTheOwners, nothingThere } from '../strangers-view.ts';
import type { World } from '../world.ts';

export const agentKeys = {
  createAgentKey: {
    request: () => ({
      route: 'POST /agent-keys',
      // The scope that the route itself needs: a narrower token may give no other.
      body: { name: 'sample', scopes: ['key:manage'], ttlDays: 1 },
    }),
    seenByStranger: (answer) =>
      expect(ok(answer, 201)).toMatchObject({ key: { name: 'sample', issuedBy: null } }),
  },
  listAgentKeys: {
    request: () => ({ route: 'GET /agent-keys' }),
    seenByStranger: hasNoneOfTheOwners,
  },
  rotateAgentKey: {
    request: async (world) => ({ route: `POST /agent-keys/${await keyToGo(world)}/rotate` }),
    seenByStranger: nothingThere,
  },
  revokeAgentKey: {
    request: async (world) => ({ route: `POST /agent-keys/${await keyToGo(world)}/revoke` }),
    seenByStranger: nothingThere,
  },
} satisfies OperationCases;

/** A key that nothing else uses; each sample makes one, more of them than may live at once. */
async function keyToGo({ owner }: World): Promise<string> {
  const before = await owner.client.keys.list({ limit: 100 });
  const live = before.items.filter(({ revokedAt }) => revokedAt === null);
  if (live.length > 20) for (const { id } of live) await owner.client.keys.revoke(id);
  const { key, secret } = await owner.client.keys.create({ name: 'to go', scopes: ['key:manage'] });
  rememberSecret(inject('run'), secret);
  return key.id;
}
