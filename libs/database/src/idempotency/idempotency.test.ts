import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../connection/database.ts';
import { testPool } from '../testing/index.ts';
import type { IdempotencyKey } from './idempotency-reader.ts';
import { idempotencyWriter } from './idempotency-writer.ts';

const keyOf = (key: string): IdempotencyKey => ({ principal: 'agent', route: 'POST /x', key });

describe('idempotency keys', () => {
  let db: Database;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    ({ db, stop } = await testPool());
  });
  afterAll(() => stop());

  const claim = (key: string, requestHash = 'hash', leaseMs = 60_000) =>
    db.transaction((tx) => idempotencyWriter(tx).claim({ ...keyOf(key), requestHash, leaseMs }));
  const response = { status: 201, headers: { location: '/x/1' }, body: '{"id":"é"}' };
  const complete = (key: string, keepMs = 60_000) =>
    db.transaction((tx) => idempotencyWriter(tx).complete(keyOf(key), response, keepMs));

  it('are claimed by one request of many', async () => {
    const claims = await Promise.all(Array.from({ length: 8 }, () => claim('many')));
    expect(claims.map(({ outcome }) => outcome).sort()).toEqual([
      'claimed',
      ...Array(7).fill('running'),
    ]);
  });

  it('answer the first result, and refuse another body', async () => {
    await claim('first');
    await complete('first');
    expect(await claim('first')).toMatchObject({ outcome: 'completed', response });
    expect(await claim('first', 'other')).toEqual({ outcome: 'mismatch' });
  });

  it('belong to a principal and a route', async () => {
    await claim('mine');
    const other = await db.transaction((tx) =>
      idempotencyWriter(tx).claim({
        ...keyOf('mine'),
        principal: 'b',
        requestHash: 'h',
        leaseMs: 1,
      }),
    );
    expect(other).toEqual({ outcome: 'claimed' });
  });

  it('can be claimed again after a release, and when the lease or the answer has expired', async () => {
    await claim('released');
    await db.transaction((tx) => idempotencyWriter(tx).release(keyOf('released')));
    expect(await claim('released', 'other', 0)).toEqual({ outcome: 'claimed' });
    expect(await claim('released', 'third')).toEqual({ outcome: 'claimed' });
    await complete('released', 0);
    expect(await claim('released', 'fourth', 0)).toEqual({ outcome: 'claimed' });
  });

  it('are not released once completed', async () => {
    await claim('kept');
    await complete('kept');
    await db.transaction((tx) => idempotencyWriter(tx).release(keyOf('kept')));
    expect(await claim('kept')).toMatchObject({ outcome: 'completed' });
  });

  it('are swept in batches when expired', async () => {
    await db.sql`DELETE FROM idempotency_keys`;
    for (const key of ['a', 'b', 'c']) await claim(key, 'hash', 0);
    await claim('alive');
    const sweep = () => db.transaction((tx) => idempotencyWriter(tx).sweep(2));
    expect([await sweep(), await sweep(), await sweep()]).toEqual([2, 1, 0]);
  });
});
