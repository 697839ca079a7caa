import type { Source } from '../connection/database.ts';
import type { ChangeKind } from './change-reader.ts';

/**
 * `INSERT INTO change_outbox …` for each of `entries`, a CTE of the rows that a statement has
 * written: the change is known exactly if it was made. What has been superseded is told by the trigger
 * on relations.
 */
export function entryChange(sql: Source['sql'], kind: ChangeKind & `entry.${string}`) {
  return sql`
    INSERT INTO change_outbox (diary_id, kind, entry_id, revision)
    SELECT diary_id, ${kind}, id, revision FROM entries ORDER BY id`;
}
