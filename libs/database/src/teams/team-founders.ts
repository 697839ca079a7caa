import type { Source, Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { teamFounders } from '../schema/teams.ts';
import type { Subject } from './team-reader.ts';

export type TeamFounderRecord = Readonly<typeof teamFounders.$inferSelect>;

/** Reads who founds a team together. */
export function teamFounderReader({ sql }: Source) {
  return typedErrors({
    /** None for a team that one founded alone. */
    async list(teamId: string): Promise<TeamFounderRecord[]> {
      return sql<TeamFounderRecord[]>`
        SELECT * FROM team_founders WHERE team_id = ${teamId} ORDER BY subject_id`;
    },
  });
}

/** Writes who founds a team together. */
export function teamFounderWriter({ sql }: Transaction) {
  return typedErrors({
    async add(founder: Omit<TeamFounderRecord, 'acceptedAt'>): Promise<void> {
      await sql`
        INSERT INTO team_founders (team_id, subject_id, subject_ns, role)
        VALUES (${founder.teamId}, ${founder.subjectId}, ${founder.subjectNs}, ${founder.role})`;
    },

    /** Keeps the first time. */
    async accept(teamId: string, { subjectId, subjectNs }: Subject): Promise<void> {
      await sql`
        UPDATE team_founders SET accepted_at = coalesce(accepted_at, clock_timestamp())
        WHERE team_id = ${teamId} AND subject_id = ${subjectId} AND subject_ns = ${subjectNs}`;
    },
  });
}
