import type { Source, Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';

/** What expires: packs, and what was rendered from them. */
export type Perishable = 'packs' | 'rendered_packs';

/** Something whose time is over, in the order in which that happened. */
export interface Expired {
  readonly id: string;
  /** RFC 3339. */
  readonly expiresAt: string;
}

/** A pack from which something pinned was rendered stays, as the source of that. */
function unneeded(sql: Source['sql'], table: Perishable) {
  if (table === 'rendered_packs') return sql``;
  return sql`AND NOT EXISTS (SELECT FROM rendered_packs
                             WHERE source_pack_id = packs.id AND rendered_packs.pinned)`;
}

/** Finds what has expired. */
export function expiredPackReader({ sql }: Source) {
  return typedErrors({
    /** The first `limit` after `after`, or of all, that nothing pinned was rendered from. */
    async list(table: Perishable, after: Expired | undefined, limit: number): Promise<Expired[]> {
      return sql<Expired[]>`
        SELECT id, expires_at FROM ${sql(table)}
        WHERE expires_at <= clock_timestamp()
          ${after ? sql`AND (expires_at, id) > (${after.expiresAt}, ${after.id})` : sql``}
          ${unneeded(sql, table)}
        ORDER BY expires_at, id LIMIT ${limit}`;
    },
  });
}

/** Deletes what has expired. */
export function expiredPackWriter({ sql }: Transaction) {
  return typedErrors({
    /** Deletes those of `ids` that still are to go and that nobody is at; returns how many. */
    async delete(table: Perishable, ids: readonly string[]): Promise<number> {
      // Locked before it is looked at once more: what was pinned meanwhile is seen as pinned.
      const locked = await sql<{ id: string }[]>`
        SELECT id FROM ${sql(table)}
        WHERE id = ANY (${[...ids]}::uuid[]) AND expires_at <= clock_timestamp()
        FOR UPDATE SKIP LOCKED`;
      const { count } = await sql`
        DELETE FROM ${sql(table)}
        WHERE id = ANY (${locked.map(({ id }) => id)}::uuid[]) ${unneeded(sql, table)}`;
      return count;
    },
  });
}
