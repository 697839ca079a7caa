import type { Source } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { Subject } from './team-reader.ts';

/** Finds out who there is. */
export function subjectReader({ sql }: Source) {
  return typedErrors({
    /** The positions of those among `subjects` that do not exist. */
    async unknown(subjects: readonly Subject[]): Promise<number[]> {
      const rows = await sql<{ position: number }[]>`
        SELECT (number - 1)::int AS position
        FROM unnest(${subjects.map(({ subjectId }) => subjectId)}::uuid[],
                    ${subjects.map(({ subjectNs }) => subjectNs)}::text[])
             WITH ORDINALITY AS asked (id, ns, number)
        WHERE NOT EXISTS (SELECT FROM agents WHERE ns = 'Agent' AND identity_id = asked.id)
          AND NOT EXISTS (SELECT FROM humans WHERE ns = 'Human' AND identity_id = asked.id)
        ORDER BY number`;
      return rows.map(({ position }) => position);
    },
  });
}
