import type { Source } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { humans } from '../schema/identity.ts';

export type HumanRecord = Readonly<typeof humans.$inferSelect>;

/** Reads the people who have signed in. */
export function humanReader({ sql }: Source) {
  return typedErrors({
    async byIdentityId(identityId: string): Promise<HumanRecord | undefined> {
      const [human] = await sql<HumanRecord[]>`
        SELECT * FROM humans WHERE identity_id = ${identityId}`;
      return human;
    },

    /** By id, those after `after`. */
    async page(after: string | undefined, limit: number): Promise<HumanRecord[]> {
      return sql<HumanRecord[]>`
        SELECT * FROM humans
        ${after === undefined ? sql`` : sql`WHERE identity_id > ${after}`}
        ORDER BY identity_id LIMIT ${limit}`;
    },

    /** Whose identity has been missing for `graceMs` or longer, the longest first. */
    async goneFor(graceMs: number, limit: number): Promise<HumanRecord[]> {
      return sql<HumanRecord[]>`
        SELECT * FROM humans
        WHERE gone_since <= clock_timestamp() - ${graceMs} * interval '1 ms'
        ORDER BY gone_since LIMIT ${limit}`;
    },
  });
}
