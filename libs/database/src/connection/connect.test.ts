import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../testing/index.ts';
import { connect } from './connect.ts';
import { formatHalfvec, parseHalfvec } from './column-types.ts';
import type { Database, Transaction } from './database.ts';
import { DatabaseUnavailableError } from './errors.ts';

const TIME = '2026-11-20T07:00:00.123456Z';

/** Fails so often, as it does to one of two that wait for each other. */
const losing = (times: number, code: string) => {
  let runs = 0;
  const work = async ({ sql }: Transaction) => {
    runs += 1;
    await sql`INSERT INTO lost_test VALUES (${runs})`;
    if (runs <= times) await sql.unsafe(`DO $$ BEGIN RAISE SQLSTATE '${code}'; END $$`);
    return runs;
  };
  return { work, runs: () => runs };
};

describe('connect', () => {
  let server: TestDatabase;
  let db: Database;
  beforeAll(async () => {
    server = await testDatabase();
    db = connect(server.url, { applicationName: 'test', max: 4 });
  });
  afterAll(async () => {
    await db.close();
    await server.stop();
  });

  const kept = async () => (await db.sql<{ run: number }[]>`TABLE lost_test`).map(({ run }) => run);

  it('reads times as RFC 3339 in UTC with all six digits', async () => {
    const [row] = await db.sql`
      SELECT '2026-11-20 09:00:00.000001+02'::timestamptz AS one_micro,
             '2026-11-20 09:00:00Z'::timestamptz AS whole_second`;
    expect(row).toEqual({
      oneMicro: '2026-11-20T07:00:00.000001Z',
      wholeSecond: '2026-11-20T09:00:00.000000Z',
    });
  });

  it('writes times without losing microseconds', async () => {
    const [row] = await db.sql`SELECT ${TIME}::timestamptz AS time`;
    expect(row).toEqual({ time: TIME });
  });

  it('round-trips JSON, int8 and arrays', async () => {
    const tuple = { namespace: 'Diary', nested: [{ deep: 'a"b' }] };
    const [row] = await db.sql`
      SELECT ${db.sql.json(tuple)}::jsonb AS tuple, 9007199254740991::int8 AS big,
             ${['a', 'b,"c']}::text[] AS tags,
             ${[TIME]}::timestamptz[] AS times`;
    expect(row).toEqual({ tuple, big: 9_007_199_254_740_991, tags: ['a', 'b,"c'], times: [TIME] });
  });

  it('takes JSON that is text already as it is', async () => {
    const tuple = { namespace: 'Diary' };
    const [row] = await db.sql`SELECT ${JSON.stringify(tuple)}::jsonb AS tuple`;
    expect(row).toEqual({ tuple });
  });

  it('round-trips a halfvec within its precision', async () => {
    const vector = Float32Array.from({ length: 384 }, (_, index) => Math.sin(index) / 20);
    const [row] = await db.sql<[{ embedding: string }]>`
      SELECT ${formatHalfvec(vector)}::halfvec(384) AS embedding`;
    const read = parseHalfvec(row.embedding);
    expect(read.length).toBe(384);
    expect(
      Math.max(...read.map((value, index) => Math.abs(value - (vector[index] ?? 0)))),
    ).toBeLessThan(2 ** -14);
  });

  it('rolls a transaction back when its work throws', async () => {
    await db.sql`CREATE TABLE rollback_test (a int)`;
    await expect(
      db.transaction(async ({ sql }) => {
        await sql`INSERT INTO rollback_test VALUES (1)`;
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await db.sql`SELECT a FROM rollback_test`).toEqual([]);
  });

  describe('a transaction that Postgres ends in favour of another', () => {
    beforeEach(async () => {
      await db.sql`DROP TABLE IF EXISTS lost_test`;
      await db.sql`CREATE TABLE lost_test (run int)`;
    });

    it.each(['40P01', '40001'])('is done again: %s', async (code) => {
      expect(await db.transaction(losing(2, code).work)).toBe(3);
      expect(await kept()).toEqual([3]);
    });

    it.each(['40P01', '40001'])('is given up after the third time: %s', async (code) => {
      const { work, runs } = losing(9, code);
      await expect(db.transaction(work)).rejects.toThrow(DatabaseUnavailableError);
      expect(runs()).toBe(3);
      expect(await kept()).toEqual([]);
    });

    it('is not done again for any other failure', async () => {
      const { work, runs } = losing(1, '22012');
      await expect(db.transaction(work)).rejects.toMatchObject({ code: '22012' });
      expect(runs()).toBe(1);
    });
  });

  it('a snapshot is of one moment, and nothing is written by it', async () => {
    await db.sql`CREATE TABLE snapshot_test (a int)`;
    const isolation = await db.snapshot(async ({ sql }) => {
      const [row] = await sql<[{ isolation: string }]>`
        SELECT current_setting('transaction_isolation') AS isolation`;
      return row.isolation;
    });
    expect(isolation).toBe('repeatable read');
    await expect(
      db.snapshot(async ({ sql }) => sql`INSERT INTO snapshot_test VALUES (1)`),
    ).rejects.toMatchObject({ code: '25006' });
  });

  it('says that the database is unavailable when nothing listens', async () => {
    const nowhere = connect('postgres://postgres@127.0.0.1:1/postgres', {
      applicationName: 'test',
    });
    await expect(nowhere.ping()).rejects.toThrow(DatabaseUnavailableError);
    await expect(nowhere.transaction(async ({ sql }) => sql`SELECT 1`)).rejects.toThrow(
      DatabaseUnavailableError,
    );
    await nowhere.close();
  });
});
