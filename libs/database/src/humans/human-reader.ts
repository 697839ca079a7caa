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
  });
}
