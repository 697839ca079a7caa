import type { Network } from './network.ts';

/** Tables that hold one of the texts anywhere in a row. */
export async function keptIn({ db }: Network, texts: readonly string[]): Promise<string[]> {
  const tables = await db.sql<{ name: string }[]>`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
    WHERE schemaname IN ('public', 'ory_local', 'dbos')`;
  const found: string[] = [];
  for (const { name } of tables) {
    const patterns = texts.map((text) => `%${text}%`);
    const rows = await db.sql`
      SELECT 1 FROM ${db.sql.unsafe(name)} AS kept WHERE kept::text LIKE ANY (${patterns}) LIMIT 1`;
    if (rows.length > 0) found.push(name);
  }
  return found;
}
