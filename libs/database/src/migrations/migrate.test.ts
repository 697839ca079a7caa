import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../testing/index.ts';
import { DatabaseNewerError, MigrationAlteredError, MigrationError } from './errors.ts';
import { migrate } from './migrate.ts';

const FILES = {
  '0001_table.sql': 'CREATE TABLE migrated (id int);\nINSERT INTO migrated VALUES (1);\n',
  '0002_slow.sql': 'SELECT pg_sleep(0.2);\nINSERT INTO migrated VALUES (2);\n',
  '0003_index.sql':
    '-- no-transaction\nDROP INDEX CONCURRENTLY IF EXISTS migrated_idx;\n' +
    'CREATE INDEX CONCURRENTLY IF NOT EXISTS migrated_idx ON migrated (id);\n',
};

describe('migrate', () => {
  let server: TestDatabase;
  let sql: postgres.Sql;
  let directory: string;
  beforeAll(async () => {
    server = await testDatabase();
    sql = postgres(server.url, { max: 1, onnotice: () => undefined });
  });
  afterAll(async () => {
    await sql.end();
    await server.stop();
  });
  beforeEach(async () => {
    await sql`DROP TABLE IF EXISTS schema_migrations, migrated`;
    directory = await mkdtemp(join(tmpdir(), 'moltnet-migrations-'));
    await write(FILES);
  });
  afterEach(() => rm(directory, { recursive: true }));

  const write = (files: Record<string, string>) =>
    Promise.all(
      Object.entries(files).map(([name, text]) => writeFile(join(directory, name), text)),
    );
  const rows = async () => (await sql`SELECT id FROM migrated ORDER BY id`).map(({ id }) => id);

  it('applies what is new, in order, once, and says what', async () => {
    const log: string[] = [];
    const logger = {
      info: (fields: object, message: string) => {
        log.push(`${message} ${(fields as { migration: string }).migration}`);
      },
    };
    expect(await migrate(server.url, { directory, logger })).toEqual([
      '0001_table',
      '0002_slow',
      '0003_index',
    ]);
    expect(log[2]).toBe('migration applied 0003_index');
    await write({ '0004_more.sql': 'INSERT INTO migrated VALUES (4)' });
    expect(await migrate(server.url, { directory })).toEqual(['0004_more']);
    expect(await migrate(server.url, { directory })).toEqual([]);
    expect(await rows()).toEqual([1, 2, 4]);
  });

  it('is safe to run many times at once', async () => {
    const applied = await Promise.all(
      Array.from({ length: 4 }, () => migrate(server.url, { directory })),
    );
    expect(await rows()).toEqual([1, 2]);
    const transactional = applied.flat().filter((name) => name !== '0003_index');
    expect(transactional.sort()).toEqual(['0001_table', '0002_slow']);
    const [index] = await sql`
      SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = 'migrated_idx'::regclass`;
    expect(index).toEqual({ valid: true });
  });

  it('leaves nothing of a file that fails, and goes on from there', async () => {
    await write({ '0002_slow.sql': 'INSERT INTO migrated VALUES (2);\nSELECT 1 / 0;\n' });
    await expect(migrate(server.url, { directory })).rejects.toMatchObject({
      name: 'MigrationFailedError',
      message: 'Migration 0002_slow failed: division by zero',
    });
    expect(await rows()).toEqual([1]);
    await write(FILES);
    expect(await migrate(server.url, { directory })).toEqual(['0002_slow', '0003_index']);
  });

  it('refuses a database that is newer than the files', async () => {
    await migrate(server.url, { directory });
    await rm(join(directory, '0003_index.sql'));
    await expect(migrate(server.url, { directory })).rejects.toThrow(
      new DatabaseNewerError('0003_index'),
    );
  });

  it('refuses files that were altered after they were applied, line ends apart', async () => {
    await migrate(server.url, { directory });
    await write({ '0001_table.sql': FILES['0001_table.sql'].replaceAll('\n', '\r\n') });
    expect(await migrate(server.url, { directory })).toEqual([]);
    await write({ '0001_table.sql': 'CREATE TABLE migrated (id bigint);' });
    await expect(migrate(server.url, { directory })).rejects.toThrow(
      new MigrationAlteredError('0001_table', '0001_table'),
    );
  });

  it('takes numbers that were left out, and files that come into the gap later', async () => {
    await write({ '0020_far.sql': 'INSERT INTO migrated VALUES (20)' });
    await migrate(server.url, { directory });
    await write({ '0010_gap.sql': 'INSERT INTO migrated VALUES (10)' });
    expect(await migrate(server.url, { directory })).toEqual(['0010_gap']);
    expect(await rows()).toEqual([1, 2, 10, 20]);
  });

  it.each([['0001_twice.sql'], ['nonsense.sql']])(
    'refuses a file without a number of its own: %s',
    async (name) => {
      await write({ [name]: 'SELECT 1' });
      await expect(migrate(server.url, { directory })).rejects.toThrow(MigrationError);
    },
  );

  it('says when the database is not there', async () => {
    await expect(
      migrate('postgres://postgres@127.0.0.1:1/postgres', { directory }),
    ).rejects.toMatchObject({ name: 'DatabaseUnavailableError', code: 'ECONNREFUSED' });
  });
});
