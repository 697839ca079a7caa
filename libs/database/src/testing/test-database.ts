import { startOnServer } from './on-server.ts';
import { startInMemory } from './in-memory.ts';

/** A database of one test file's own, migrated, empty. */
export interface TestDatabase {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * A fresh migrated database: on the Postgres that `TEST_DATABASE_URL` names, else on an embedded
 * one in this process. Stop it in `afterAll`.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const server = process.env['TEST_DATABASE_URL'];
  return server ? startOnServer(server) : startInMemory();
}
