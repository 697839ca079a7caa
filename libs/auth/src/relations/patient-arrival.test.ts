import {
  type Database,
  type RelationArrival,
  relationOutboxReader,
  relationOutboxWriter,
} from '@moltnet/database';
import { testPool } from '@moltnet/database/testing';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { patientArrival } from './patient-arrival.ts';

let db: Database;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ db, stop } = await testPool());
});
afterAll(() => stop());

/** An entry that is being shared with somebody: a relation on its way. */
async function givenShare() {
  const [entryId, reader] = [uuidv7(), uuidv7()];
  const subjectSet = { namespace: 'Agent', object: reader, relation: '' };
  const tuple = { namespace: 'DiaryEntry', object: entryId, relation: 'readers', subjectSet };
  const seqs = await db.transaction((tx) => relationOutboxWriter(tx).append('insert', [tuple]));
  const ask = (patienceMs: number) =>
    patientArrival(relationOutboxReader(db).arrival, patienceMs)(reader, [], entryId);
  return { ask, deliver: () => db.transaction((tx) => relationOutboxWriter(tx).deliver(seqs)) };
}

test('a relation on its way is waited for until it has come', async () => {
  const share = await givenShare();
  let told: RelationArrival | undefined;
  const asked = share.ask(60_000).then((state) => (told = state));
  await share.ask(50);
  expect(told).toBeUndefined();
  await share.deliver();
  expect(await asked).toBe('arrived');
});

test('and not longer than patience lasts', async () => {
  const share = await givenShare();
  expect(await share.ask(50)).toBe('waits');
});

test('nothing is waited for where nothing is on its way', async () => {
  const arrival = relationOutboxReader(db).arrival;
  expect(await patientArrival(arrival, 60_000)(uuidv7(), [uuidv7()])).toBe('settled');
});
