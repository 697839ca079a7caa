import { type HumanIdentity, UpstreamUnavailableError } from '@moltnet/auth';
import { type Database, humanReader } from '@moltnet/database';
import { testPool } from '@moltnet/database/testing';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createHumans, type Humans } from './humans.ts';

let db: Database;
let stop: () => Promise<void>;
let humans: Humans;
/** The identity service: who is there, whose consents it has ended, whether it answers. */
const there = new Map<string, HumanIdentity>();
const ended: string[] = [];
let answers = true;

const HOUR_MS = 3_600_000;

beforeAll(async () => {
  ({ db, stop } = await testPool(4));
  humans = createHumans({
    db,
    identities: {
      getHuman: async (id) => there.get(id) ?? null,
      async missing(ids) {
        if (!answers)
          throw new UpstreamUnavailableError({
            operation: 'kratos.listIdentities',
            reason: 'refused',
          });
        return ids.filter((id) => !there.has(id));
      },
    },
    consents: { end: async (id) => void ended.push(id) },
    delivery: { flush: async () => true },
  });
});
afterAll(() => stop());
beforeEach(async () => {
  there.clear();
  ended.length = 0;
  answers = true;
  await db.sql`TRUNCATE humans, teams, team_members, diaries, relation_outbox CASCADE`;
});

async function person(): Promise<string> {
  const id = uuidv7();
  there.set(id, { id, name: 'Ada' });
  await humans.sync(id);
  return id;
}

const stored = async (id: string) => (await humanReader(db).byIdentityId(id)) !== undefined;

/** As if somebody had been missed so long ago. */
const age = (id: string, ms: number) => db.sql`
  UPDATE humans SET gone_since = gone_since - ${ms} * interval '1 ms' WHERE identity_id = ${id}`;

test('who is missing is noted once, and their consents end; nothing of theirs goes yet', async () => {
  const [gone, stays] = [await person(), await person()];
  there.delete(gone);
  expect(await humans.letGo(HOUR_MS)).toEqual({ missed: [gone], erased: [] });
  expect(await humans.letGo(HOUR_MS)).toEqual({ missed: [], erased: [] });
  expect(ended).toEqual([gone]);
  expect([await stored(gone), await stored(stays)]).toEqual([true, true]);
});

test('who has been missing for long enough is erased, and nobody else', async () => {
  const [gone, stays] = [await person(), await person()];
  there.delete(gone);
  await humans.letGo(HOUR_MS);
  await age(gone, HOUR_MS);
  const report = { identityId: gone, teams: 1, diaries: 1, ownerless: [] };
  expect(await humans.letGo(HOUR_MS)).toEqual({ missed: [], erased: [report] });
  expect([await stored(gone), await stored(stays)]).toEqual([false, true]);
  expect(await humans.letGo(HOUR_MS)).toEqual({ missed: [], erased: [] });
});

test('who is back before that stays, and would be missed anew', async () => {
  const id = await person();
  const identity = there.get(id) as HumanIdentity;
  there.delete(id);
  await humans.letGo(HOUR_MS);
  await age(id, HOUR_MS);
  there.set(id, identity);
  expect(await humans.letGo(HOUR_MS)).toEqual({ missed: [], erased: [] });
  there.delete(id);
  expect(await humans.letGo(HOUR_MS)).toEqual({ missed: [id], erased: [] });
});

test('nobody is taken for missing, nor erased, while nobody can tell', async () => {
  const id = await person();
  there.delete(id);
  await humans.letGo(HOUR_MS);
  await age(id, HOUR_MS);
  answers = false;
  await expect(humans.letGo(HOUR_MS)).rejects.toBeInstanceOf(UpstreamUnavailableError);
  expect(await stored(id)).toBe(true);
});

test('more people than one question takes are all looked at', async () => {
  await db.sql`
    INSERT INTO humans (identity_id, personal_team_id)
    SELECT gen_random_uuid(), gen_random_uuid() FROM generate_series(1, 201)`;
  const stays = await person();
  const { missed } = await humans.letGo(HOUR_MS);
  expect([missed.length, missed.includes(stays)]).toEqual([201, false]);
});
