import { afterEach, expect, it } from 'vitest';
import { connect } from '../connection/connect.ts';
import { migrate } from '../migrations/migrate.ts';
import { testDatabase, type TestDatabase } from './test-database.ts';

const servers: TestDatabase[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

it('gives each who asks at once a migrated database of its own', async () => {
  servers.push(...(await Promise.all([testDatabase(), testDatabase(), testDatabase()])));
  const tables = await Promise.all(
    servers.map(async ({ url }, number) => {
      expect(await migrate(url)).toEqual([]);
      const db = connect(url, { applicationName: 'test', max: 1 });
      try {
        await db.sql.unsafe(`CREATE TABLE only_here_${number} ()`);
        return await db.sql`
          SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'only_here_%'`;
      } finally {
        await db.close();
      }
    }),
  );
  expect(tables).toEqual([0, 1, 2].map((number) => [{ tableName: `only_here_${number}` }]));
});
