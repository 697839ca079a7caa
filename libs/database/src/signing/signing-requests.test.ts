import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AgentRecord } from '../agents/agent-reader.ts';
import type { Database } from '../connection/database.ts';
import { givenAgent, testPool } from '../testing/index.ts';
import { signingRequestReader } from './signing-request-reader.ts';
import { signingRequestWriter } from './signing-request-writer.ts';

describe('signing requests', () => {
  let db: Database;
  let stop: () => Promise<void>;
  let agent: AgentRecord;
  beforeAll(async () => {
    ({ db, stop } = await testPool(20));
  });
  afterAll(() => stop());
  beforeEach(async () => {
    agent = await givenAgent(db);
  });

  const create = (lifetimeSeconds = 300) =>
    db.transaction((tx) =>
      signingRequestWriter(tx).create({
        id: uuidv7(),
        agentId: agent.identityId,
        message: 'hello',
        nonce: uuidv7(),
        lifetimeSeconds,
        mostPending: 10,
      }),
    );
  const complete = (id: string, signature: string) =>
    db.transaction((tx) => signingRequestWriter(tx).complete(id, signature));

  it('are at most ten pending, even when twenty are asked for at once', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => create()));
    const requests = made.filter((request) => request !== undefined);
    expect(requests).toHaveLength(10);
    expect(await create()).toBeUndefined();
    await complete(requests[0]?.id ?? '', 'signed');
    expect(await create()).toMatchObject({ status: 'pending' });
  });

  it('that have expired do not count, and cannot be completed', async () => {
    const expired = await Promise.all(Array.from({ length: 10 }, () => create(0)));
    const id = expired[0]?.id ?? '';
    expect(await create()).toMatchObject({ status: 'pending' });
    expect(await signingRequestReader(db).get(id)).toMatchObject({ status: 'expired' });
    expect(await complete(id, 'late')).toBeUndefined();
    expect(await db.transaction((tx) => signingRequestWriter(tx).expire(4))).toBe(4);
  });

  it('are completed once', async () => {
    const request = await create();
    const results = await Promise.all(
      Array.from({ length: 5 }, (_, index) =>
        complete(request?.id ?? '', `${agent.identityId}${index}`),
      ),
    );
    const completed = results.filter((result) => result !== undefined);
    expect(completed).toHaveLength(1);
    const signature = completed[0]?.signature ?? '';
    expect(await signingRequestReader(db).bySignature(signature)).toEqual(completed[0]);
  });

  it('are listed newest first, by status and page', async () => {
    const [one, two, three] = [await create(), await create(0), await create()];
    await complete(one?.id ?? '', `${agent.identityId} done`);
    const list = async (statuses: ('pending' | 'completed' | 'expired')[]) => {
      const { items } = await signingRequestReader(db).list({
        agentId: agent.identityId,
        statuses,
        limit: 10,
      });
      return items.map(({ id }) => id);
    };
    expect(await list([])).toEqual([three?.id, two?.id, one?.id]);
    expect(await list(['expired'])).toEqual([two?.id]);
    expect(await list(['pending', 'completed'])).toEqual([three?.id, one?.id]);
    const first = await signingRequestReader(db).list({ agentId: agent.identityId, limit: 2 });
    const rest = await signingRequestReader(db).list({
      agentId: agent.identityId,
      limit: 2,
      after: first.next,
    });
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual([
      three?.id,
      two?.id,
      one?.id,
    ]);
    expect(rest.next).toBeUndefined();
  });
});
