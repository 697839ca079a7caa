import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { uuidv7 } from 'uuidv7';
import type { Database } from '../connection/database.ts';
import { testPool } from '../testing/index.ts';
import { relationOutboxReader, relationOutboxWriter } from './relation-outbox.ts';

const tuple = (object: string) => ({
  namespace: 'Team',
  object,
  relation: 'owners',
  subjectSet: { namespace: 'Agent', object: 'scribe', relation: '' },
});

describe('the relation outbox', () => {
  let db: Database;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    ({ db, stop } = await testPool());
  });
  afterAll(() => stop());
  beforeEach(async () => {
    await db.sql`DELETE FROM relation_outbox`;
  });

  const append = (...objects: string[]) =>
    db.transaction((tx) => relationOutboxWriter(tx).append('insert', objects.map(tuple)));
  const claim = (limit = 10, leaseMs = 60_000) =>
    db.transaction((tx) => relationOutboxWriter(tx).claim({ limit, leaseMs }));

  it('hands changes out in order, with what was appended', async () => {
    const seqs = await append('a', 'b');
    expect(await claim()).toEqual([
      { seq: seqs[0], action: 'insert', tuple: tuple('a'), attempts: 1 },
      { seq: seqs[1], action: 'insert', tuple: tuple('b'), attempts: 1 },
    ]);
  });

  it('appends nothing when the transaction is rolled back', async () => {
    const work = db.transaction(async (tx) => {
      await relationOutboxWriter(tx).append('insert', [tuple('a')]);
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await relationOutboxReader(db).pending()).toBe(0);
  });

  it('hands a change to one of many, and none that would overtake it', async () => {
    await append('a', 'b', 'c');
    const claims = await Promise.all(Array.from({ length: 6 }, () => claim(2)));
    expect(claims.map((changes) => changes.length).sort()).toEqual([0, 0, 0, 0, 0, 2]);
  });

  it('keeps the order over a failure, until the change is given up', async () => {
    const [a = 0, b = 0] = await append('a', 'b');
    await claim(1);
    await db.transaction((tx) => relationOutboxWriter(tx).retry(a, 'down', 60_000));
    expect(await claim()).toEqual([]);
    await db.transaction((tx) => relationOutboxWriter(tx).giveUp(a, 'refused'));
    expect((await claim()).map(({ seq }) => seq)).toEqual([b]);
    await db.transaction((tx) => relationOutboxWriter(tx).release([b]));
    expect(await claim()).toMatchObject([{ seq: b, attempts: 1 }]);
  });

  it('hands out again what nobody finished', async () => {
    await append('a');
    await claim(1, 0);
    expect(await claim()).toMatchObject([{ attempts: 2 }]);
  });

  it('knows who waits for a change of a diary or its team, until a second after it', async () => {
    const [team, diary, member, stranger] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
    await db.sql`INSERT INTO teams (id, name, created_by) VALUES (${team}, 'team', ${member})`;
    await db.sql`INSERT INTO team_members VALUES (${team}, ${member}, 'Agent', 'owner')`;
    await db.sql`INSERT INTO diaries (id, name, team_id, creator_id)
      VALUES (${diary}, 'diary', ${team}, ${member})`;
    const { arrival } = relationOutboxReader(db);
    for (const object of [team, diary]) {
      expect(await arrival(member, [uuidv7(), diary])).toBe('settled');
      const [seq = 0] = await append(object);
      expect(await arrival(member, [uuidv7(), diary])).toBe('waits');
      expect(await arrival(stranger, [diary])).toBe('settled');
      expect(await arrival(member, [uuidv7()])).toBe('settled');
      await db.transaction((tx) => relationOutboxWriter(tx).deliver([seq]));
      expect(await arrival(member, [diary])).toBe('arrived');
      await db.sql`UPDATE relation_outbox SET delivered_at = delivered_at - interval '1 second'`;
    }
    expect(await arrival(member, [diary])).toBe('settled');
  });

  it('knows who waits for the share of an entry', async () => {
    const [entry, reader, stranger] = [uuidv7(), uuidv7(), uuidv7()];
    const subjectSet = { namespace: 'Agent', object: reader, relation: '' };
    const share = { namespace: 'DiaryEntry', object: entry, relation: 'readers', subjectSet };
    const { arrival } = relationOutboxReader(db);
    const seqs = await db.transaction((tx) => relationOutboxWriter(tx).append('insert', [share]));
    expect(await arrival(reader, [], entry)).toBe('waits');
    expect(await arrival(reader, [])).toBe('settled');
    expect(await arrival(stranger, [], entry)).toBe('settled');
    await db.transaction((tx) => relationOutboxWriter(tx).deliver(seqs));
    expect(await arrival(reader, [], entry)).toBe('arrived');
  });

  it('knows what is delivered, and forgets it in batches', async () => {
    const [a = 0, b = 0] = await append('a', 'b');
    await db.transaction((tx) => relationOutboxWriter(tx).deliver([b]));
    expect(await relationOutboxReader(db).isDelivered(b)).toBe(false);
    await db.transaction((tx) => relationOutboxWriter(tx).deliver([a]));
    expect(await relationOutboxReader(db).isDelivered(b)).toBe(true);
    expect(await db.transaction((tx) => relationOutboxWriter(tx).sweep(60_000, 10))).toBe(0);
    expect(await db.transaction((tx) => relationOutboxWriter(tx).sweep(0, 1))).toBe(1);
    expect(await db.transaction((tx) => relationOutboxWriter(tx).sweep(0, 10))).toBe(1);
  });
});
