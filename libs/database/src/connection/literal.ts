import type { Source } from './database.ts';

/**
 * A text as a literal and not as a parameter, for what the planner has to know though it plans for
 * any parameters, such as the predicate of a partial index. For values of our own configuration: each
 * other one is another statement, which a connection keeps.
 */
export function literal(sql: Source['sql'], text: string) {
  return sql.unsafe(`'${text.replaceAll("'", "''")}'`);
}
