import { getTableConfig } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../connection/connect.ts';
import type { Database } from '../connection/database.ts';
import { testDatabase, type TestDatabase } from '../testing/index.ts';
import * as schema from './index.ts';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
}

describe('the Drizzle schema', () => {
  let server: TestDatabase;
  let db: Database;
  beforeAll(async () => {
    server = await testDatabase();
    db = connect(server.url, { applicationName: 'test', max: 1 });
  });
  afterAll(async () => {
    await db.close();
    await server.stop();
  });

  it.each(Object.values(schema).map((table) => getTableConfig(table)))(
    'of $name is what the migrations made',
    async ({ name, columns }) => {
      const migrated = await db.sql<Column[]>`
        SELECT attname AS name, format_type(atttypid, atttypmod) AS type, attnotnull AS "notNull"
        FROM pg_attribute
        WHERE attrelid = ${name}::regclass AND attnum > 0 AND NOT attisdropped
        ORDER BY attnum`;
      const declared = columns.map((column) => ({
        name: column.name,
        type: spelledOut(column.getSQLType()),
        notNull: column.notNull,
      }));
      expect(declared).toEqual([...migrated]);
    },
  );

  it('covers every table', async () => {
    const tables = await db.sql<{ name: string }[]>`
      SELECT tablename AS name FROM pg_tables
      WHERE schemaname = 'public' AND tablename <> 'schema_migrations' ORDER BY 1`;
    expect(tables.map(({ name }) => name)).toEqual(
      Object.values(schema)
        .map((table) => getTableConfig(table).name)
        .sort(),
    );
  });
});

/** Drizzle writes a type as in CREATE TABLE, the catalogue in full. */
function spelledOut(type: string): string {
  return type.replace(/^timestamp \((\d)\) with time zone$/, 'timestamp($1) with time zone');
}
