import { connect } from '../connection/connect.ts';
import type { Database } from '../connection/database.ts';
import type { DiaryRecord } from '../diaries/diary-columns.ts';
import { givenAgent, givenDiary } from './rows.ts';
import { testDatabase } from './test-database.ts';

/** Connections to a database of a test's own. */
interface TestPool {
  readonly db: Database;
  stop(): Promise<void>;
}

/** @param max - most connections at once */
export async function testPool(max = 8): Promise<TestPool> {
  const server = await testDatabase();
  const db = connect(server.url, { applicationName: 'test', max });
  return {
    db,
    async stop() {
      await db.close();
      await server.stop();
    },
  };
}

/** The same, and in it the private diary of an agent, for tests that need no other. */
export async function testDiary(max?: number): Promise<TestPool & { readonly diary: DiaryRecord }> {
  const pool = await testPool(max);
  return { ...pool, diary: await givenDiary(pool.db, await givenAgent(pool.db)) };
}
