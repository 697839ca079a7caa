import type { Transaction } from '../connection/database.ts';
import { typedErrors } from '../connection/translate-error.ts';
import type { Subject, TeamMemberRecord, TeamRecord, TeamRole } from './team-reader.ts';

export type NewTeam = Pick<TeamRecord, 'id' | 'name' | 'personal' | 'createdBy'> &
  Partial<Pick<TeamRecord, 'status'>>;

/** Writes teams and who is in them. */
export function teamWriter({ sql }: Transaction) {
  return typedErrors({
    /** @throws {UniqueViolation} teams_personal_idx: the creator has a personal team */
    async create(team: NewTeam): Promise<TeamRecord> {
      const [created] = await sql<[TeamRecord]>`
        INSERT INTO teams (id, name, personal, status, created_by)
        VALUES (${team.id}, ${team.name}, ${team.personal}, ${team.status ?? 'active'},
                ${team.createdBy})
        RETURNING *`;
      return created;
    },

    /** @throws {UniqueViolation} team_members_pkey: the subject is a member */
    async addMember(member: TeamMemberRecord): Promise<void> {
      await sql`
        INSERT INTO team_members (team_id, subject_id, subject_ns, role)
        VALUES (${member.teamId}, ${member.subjectId}, ${member.subjectNs}, ${member.role})`;
    },

    async activate(teamId: string): Promise<void> {
      await sql`UPDATE teams SET status = 'active' WHERE id = ${teamId}`;
    },

    /**
     * Locks a team until the transaction ends: whoever changes who is in it does so first, so that
     * rules over all members, such as the last owner's, hold.
     */
    async lock(teamId: string): Promise<void> {
      await sql`SELECT FROM teams WHERE id = ${teamId} FOR UPDATE`;
    },

    async setRole(
      teamId: string,
      { subjectId, subjectNs }: Subject,
      role: TeamRole,
    ): Promise<void> {
      await sql`
        UPDATE team_members SET role = ${role}
        WHERE team_id = ${teamId} AND subject_id = ${subjectId} AND subject_ns = ${subjectNs}`;
    },

    async removeMember(teamId: string, { subjectId, subjectNs }: Subject): Promise<void> {
      await sql`
        DELETE FROM team_members
        WHERE team_id = ${teamId} AND subject_id = ${subjectId} AND subject_ns = ${subjectNs}`;
    },

    /** @throws {ForeignKeyViolation} diaries_team_id_fkey: the team has diaries */
    async delete(teamId: string): Promise<void> {
      await sql`DELETE FROM teams WHERE id = ${teamId}`;
    },
  });
}
