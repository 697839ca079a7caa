import type { Source } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { teamEnrollments } from '../schema/credentials.ts';

export type EnrollmentRecord = Readonly<typeof teamEnrollments.$inferSelect>;

/** Reads the tokens by which agents register into teams. */
export function enrollmentReader({ sql }: Source) {
  return typedErrors({
    async get(id: string): Promise<EnrollmentRecord | undefined> {
      const [enrollment] = await sql<EnrollmentRecord[]>`
        SELECT * FROM team_enrollments WHERE id = ${id}`;
      return enrollment;
    },
  });
}
