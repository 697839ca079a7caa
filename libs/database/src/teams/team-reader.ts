import type { Source } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { teamMembers, teams } from '../schema/identity.ts';

export type TeamRecord = Readonly<typeof teams.$inferSelect>;
export type TeamMemberRecord = Readonly<typeof teamMembers.$inferSelect>;
export type TeamRole = TeamMemberRecord['role'];
export type Subject = Pick<TeamMemberRecord, 'subjectId' | 'subjectNs'>;
export type TeamOfMember = TeamRecord & { readonly role: TeamRole };

/** Reads teams and who is in them. */
export function teamReader({ sql }: Source) {
  return typedErrors({
    async get(teamId: string): Promise<TeamRecord | undefined> {
      const [team] = await sql<TeamRecord[]>`SELECT * FROM teams WHERE id = ${teamId}`;
      return team;
    },

    /** Every team of a subject with its role there, the oldest first. */
    async ofMember({ subjectId, subjectNs }: Subject): Promise<TeamOfMember[]> {
      return sql<TeamOfMember[]>`
        SELECT teams.*, role
        FROM team_members JOIN teams ON teams.id = team_id
        WHERE subject_id = ${subjectId} AND subject_ns = ${subjectNs}
        ORDER BY created_at, id`;
    },

    /** Undefined for a stranger. */
    async role(teamId: string, { subjectId, subjectNs }: Subject): Promise<TeamRole | undefined> {
      const [member] = await sql<Pick<TeamMemberRecord, 'role'>[]>`
        SELECT role FROM team_members
        WHERE team_id = ${teamId} AND subject_id = ${subjectId} AND subject_ns = ${subjectNs}`;
      return member?.role;
    },
  });
}
