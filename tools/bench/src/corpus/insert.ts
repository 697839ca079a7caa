import type { Database } from '@moltnet/database';

import type { TextRow } from './rows.ts';

/**
 * Adds rows by INSERT, columns as arrays of text: embedded Postgres takes no COPY from its clients.
 * Without triggers, as ./copy.ts.
 */
export async function insertInto(
  db: Database,
  table: string,
  columns: readonly string[],
  rows: readonly TextRow[],
): Promise<void> {
  await db.transaction(async ({ sql }) => {
    await sql`SET LOCAL session_replication_role = replica`;
    const types = await sql<{ name: string; type: string }[]>`
      SELECT attname AS name, format_type(atttypid, NULL) AS type
      FROM pg_attribute WHERE attrelid = ${table}::regclass AND attnum > 0`;
    const typeOf = new Map(types.map(({ name, type }) => [name, type]));
    const arrays = columns.map((_, column) => rows.map((row) => row[column] ?? null));
    const given = columns.map((name) => `${name}::${typeOf.get(name)}`);
    await sql.unsafe(
      `INSERT INTO ${table} (${columns.join(', ')})
       SELECT ${given.join(', ')}
       FROM unnest(${arrays.map((_, index) => `$${index + 1}::text[]`).join(', ')})
         AS given (${columns.join(', ')})`,
      arrays,
    );
  });
}
