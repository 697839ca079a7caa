import type { Source } from '../connection/database.ts';
import type { ChangeKind } from './change-reader.ts';

/**
 * `INSERT INTO change_outbox …` for each of `entries`, a CTE of the rows that a statement has
 * written: the change is known exactly if it was made.
 * @param relatedId - `entry.superseded`: by which entry
 */
export function entryChange(
  sql: Source['sql'],
  kind: ChangeKind & `entry.${string}`,
  relatedId?: string,
) {
  return sql`
    INSERT INTO change_outbox (diary_id, kind, entry_id, related_id, revision)
    SELECT diary_id, ${kind}, id, ${relatedId ?? null}::uuid, revision FROM entries ORDER BY id`;
}
